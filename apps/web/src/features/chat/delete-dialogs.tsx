import { Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useDeleteAll } from './use-session-actions.ts'

export function DeleteAllDialog({ onClose }: { readonly onClose: () => void }) {
  const { mutate, isPending, error } = useDeleteAll(onClose)
  return (
    <Dialog onClose={onClose} title="Delete all chats?">
      <p className="text-ink-muted">
        All that was said in the chats of your key is gone for good: nothing brings it back.
      </p>
      {error && <ProblemNote error={error} />}
      <Buttons onClose={onClose}>
        <Button look="destroy" icon={Trash2} disabled={isPending} onClick={() => mutate()}>
          {isPending ? 'Deleting' : 'Delete all chats'}
        </Button>
      </Buttons>
    </Dialog>
  )
}

export interface DeleteForGoodDialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly onDelete: () => void
}

export const DeleteForGoodDialog = ({ title, onClose, onDelete }: DeleteForGoodDialogProps) => (
  <Dialog onClose={onClose} title={`Delete “${title}”?`}>
    <p className="text-ink-muted">With its images it is too large to be brought back afterwards.</p>
    <Buttons onClose={onClose}>
      <Button look="destroy" icon={Trash2} onClick={onDelete}>
        Delete for good
      </Button>
    </Buttons>
  </Dialog>
)

const Buttons = ({ onClose, children }: { readonly onClose: () => void; readonly children: ReactNode }) => (
  <div className="flex justify-end gap-2">
    <Button look="quiet" onClick={onClose}>
      Cancel
    </Button>
    {children}
  </div>
)
