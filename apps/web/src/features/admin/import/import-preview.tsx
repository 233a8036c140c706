import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { FileJson2 } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../../lib/api/api.ts'
import { settingsKeys } from '../../../lib/queries/keys.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { DialogButtons } from '../../../ui/dialog-buttons.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { countOf } from '../apply-defaults.ts'
import type { SettingsFile } from './chosen-file.ts'
import { FileButton } from './file-button.tsx'
import type { ImportRequest } from './import-dialog.tsx'
import { ImportPlan } from './import-plan.tsx'

export interface ImportPreviewProps {
  readonly name: string
  readonly file: SettingsFile
  readonly isSending: boolean
  readonly error: unknown
  readonly onSend: (request: ImportRequest) => void
  readonly onChoose: (file: File) => void
  readonly onClose: () => void
}

/** Characters kept at the end of a long file name, where copies differ. */
const shownEnd = 12

/** What a file holds and what it would change, as the server reads it, before anything is saved. */
export function ImportPreview({ name, file, isSending, error, onSend, onChoose, onClose }: ImportPreviewProps) {
  const [fillIn, setFillIn] = useState(false)
  const how = fillIn ? 'migrate' : 'import'
  const plan = useQuery({
    // Told anew with all settings, when somebody saves meanwhile.
    queryKey: [...settingsKeys.importPlan, how, file],
    queryFn: ({ signal }) => api.settings[how]({ query: { dry_run: true }, body: { ...file } }, { signal }),
    placeholderData: keepPreviousData,
  })
  const count = plan.data?.imported ?? 0
  const toggle = () => setFillIn(!fillIn)

  return (
    <>
      <div className="flex min-w-0 items-center gap-2.5">
        <FileJson2 aria-hidden className="size-4 flex-none text-ink-faint" />
        <span title={name} className="flex min-w-0 font-mono text-small font-medium text-ink-strong">
          <span className="min-w-0 truncate whitespace-pre">{name.slice(0, -shownEnd)}</span>
          <span className="flex-none whitespace-pre">{name.slice(-shownEnd)}</span>
        </span>
        <span className="-my-1 -mr-2 ml-auto">
          <FileButton look="quiet" size="small" disabled={isSending} onChoose={onChoose}>
            Choose another file
          </FileButton>
        </span>
      </div>
      {plan.data ? <ImportPlan result={plan.data} /> : !plan.error && <Skeleton className="h-24" />}
      <div className="flex items-start gap-2.5">
        <span className="flex h-5 items-center">
          <Checkbox label="Import only models without saved settings" checked={fillIn} onToggle={toggle} />
        </span>
        <div aria-hidden onClick={toggle} className="cursor-pointer">
          <p className="font-medium text-ink-strong">Import only models without saved settings</p>
          <p className="text-ink-muted">Use when migrating from the old dashboard. Existing settings stay.</p>
        </div>
      </div>
      {(error ?? plan.error) !== null && <ProblemNote error={error ?? plan.error} />}
      <DialogButtons onClose={onClose}>
        <Button
          look="primary"
          disabled={count === 0 || isSending || plan.isPlaceholderData}
          onClick={() => onSend({ how, file })}
        >
          {isSending ? 'Importing…' : count === 0 ? 'Nothing to import' : `Import for ${countOf(count)}`}
        </Button>
      </DialogButtons>
    </>
  )
}
