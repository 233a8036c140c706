import type { ImportResult } from '@ollama-dashboard/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../lib/api/api.ts'
import { instanceQuery } from '../../../lib/api/instance-name.ts'
import { invalidate } from '../../../lib/api/invalidate.ts'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { changedByDefaults } from '../queries.ts'
import { type ChosenFile, readChosenFile, type SettingsFile } from './chosen-file.ts'
import { FileChooser } from './file-chooser.tsx'
import { ImportOutcome } from './import-outcome.tsx'
import { ImportPreview } from './import-preview.tsx'

export interface ImportDialogProps {
  /** One that was dropped; null to be asked for one. */
  readonly dropped: ChosenFile | null
  readonly onClose: () => void
}

/** What to send: `migrate` fills in what is not set, and without a file reads the one on the server. */
export interface ImportRequest {
  readonly how: 'import' | 'migrate'
  readonly file: SettingsFile
}

/** A file is chosen, looked into, and only then imported; what became of it stands until it is closed. */
export function ImportDialog({ dropped, onClose }: ImportDialogProps) {
  const instance = useInstance()
  const client = useQueryClient()
  const [chosen, setChosen] = useState(dropped)
  const send = useMutation({
    mutationFn: ({ how, file }: ImportRequest): Promise<ImportResult> =>
      api.settings[how]({ query: instanceQuery(instance), body: { ...file } }),
    // What became of it is shown before a thousand models are read again.
    onSettled: () => void invalidate(client, changedByDefaults),
  })

  const choose = async (file: File) => {
    send.reset()
    setChosen(await readChosenFile(file))
  }

  return (
    <Dialog onClose={onClose} title={send.data ? 'Imported' : 'Import settings'} className="max-w-140">
      {send.data ? (
        <ImportOutcome result={send.data} onClose={onClose} />
      ) : chosen && 'file' in chosen ? (
        <ImportPreview
          {...chosen}
          isSending={send.isPending}
          error={send.error}
          onSend={send.mutate}
          onChoose={choose}
          onClose={onClose}
        />
      ) : (
        <FileChooser
          unreadable={chosen}
          isSending={send.isPending}
          error={send.error}
          onChoose={choose}
          onMigrate={() => send.mutate({ how: 'migrate', file: {} })}
          onClose={onClose}
        />
      )}
    </Dialog>
  )
}
