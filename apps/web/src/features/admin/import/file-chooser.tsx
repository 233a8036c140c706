import { FileWarning } from 'lucide-react'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import { Button } from '../../../ui/button.tsx'
import { DialogButtons } from '../../../ui/dialog-buttons.tsx'
import type { ChosenFile } from './chosen-file.ts'
import { FileButton } from './file-button.tsx'

export interface FileChooserProps {
  /** The file that was chosen, and why it is none of settings. */
  readonly unreadable: Extract<ChosenFile, { readonly why: string }> | null
  readonly isSending: boolean
  readonly error: unknown
  readonly onChoose: (file: File) => void
  /** Takes over the file on the server. */
  readonly onMigrate: () => void
  readonly onClose: () => void
}

export const FileChooser = ({ unreadable, isSending, error, onChoose, onMigrate, onClose }: FileChooserProps) => (
  <>
    <p className="text-ink-muted">
      A <code className="text-small text-ink">model_settings.json</code> from this dashboard or its Flask predecessor.
      You see all changes and confirm before anything is saved.
    </p>
    {unreadable && (
      <div role="alert" className="flex gap-2.5 rounded-control bg-broken-soft px-3 py-2.5">
        <FileWarning aria-hidden className="mt-0.5 size-4 flex-none text-broken-text" />
        <p>
          <b className="font-medium wrap-anywhere text-ink-strong">{unreadable.name} cannot be read.</b>{' '}
          {unreadable.why} Nothing was imported.
        </p>
      </div>
    )}
    <div className="grid gap-1.5 border-t border-line pt-4">
      <h3 className="font-medium">Server file</h3>
      <p className="text-ink-muted">
        Imports the file set in <code className="text-small text-ink">MODEL_SETTINGS_FILE</code>, or else the server's
        own copy. Only models without saved settings change.
      </p>
      <div className="mt-1">
        <Button size="small" disabled={isSending} onClick={onMigrate}>
          {isSending ? 'Importing…' : 'Import server file'}
        </Button>
      </div>
    </div>
    {error !== null && <ProblemNote error={error} />}
    <DialogButtons onClose={onClose}>
      <FileButton look="primary" onChoose={onChoose}>
        {unreadable ? 'Choose another file' : 'Choose a file'}
      </FileButton>
    </DialogButtons>
  </>
)
