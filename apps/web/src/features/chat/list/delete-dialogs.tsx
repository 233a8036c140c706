import { useQuery } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { sessionQuery } from '../../../lib/queries/server.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { DialogButtons } from '../../../ui/dialog-buttons.tsx'
import { useDeleteAll } from './use-conversation-actions.ts'

export function DeleteAllDialog({ onClose }: { readonly onClose: () => void }) {
  const { mutate, isPending, error } = useDeleteAll(onClose)
  const { data: session } = useQuery(sessionQuery)
  const whose = session?.key_id == null ? '' : ' of your key'
  return (
    <Dialog onClose={onClose} title="Delete all chats?">
      <p className="text-ink-muted">
        All chats{whose} are deleted permanently, pinned ones too. This cannot be undone.
      </p>
      {error && <ProblemNote error={error} />}
      <DialogButtons onClose={onClose}>
        <Button look="destroy" icon={Trash2} disabled={isPending} onClick={() => mutate()}>
          {isPending ? 'Deleting…' : 'Delete all chats'}
        </Button>
      </DialogButtons>
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
    <p className="text-ink-muted">This chat is too large to restore. This cannot be undone.</p>
    <DialogButtons onClose={onClose}>
      <Button look="destroy" icon={Trash2} onClick={onDelete}>
        Delete permanently
      </Button>
    </DialogButtons>
  </Dialog>
)
