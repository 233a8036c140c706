import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { api } from '../../lib/api/api.ts'
import { instanceQuery } from '../../lib/api/instance-name.ts'
import { useInstance } from '../../lib/api/use-instance.ts'
import { formatBytes } from '../../lib/format.ts'
import { beginBulk } from '../../lib/models/bulk.ts'
import { notify } from '../../lib/notices.ts'
import { modelKeys } from '../../lib/queries/keys.ts'
import { InlineName } from '../../parts/model-name.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DialogButtons } from '../../ui/dialog-buttons.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { DeleteConsequences } from './delete-consequences.tsx'
import { useWhatDeletingDoes } from './what-deleting-does.ts'

export interface DeleteDialogProps {
  readonly names: readonly string[]
  readonly onClose: () => void
  readonly onDeleted: (names: readonly string[]) => void
}

/** Asks by consequence: what deleting frees, what it does not, and what it would take to have it back. */
export function DeleteDialog({ names, onClose, onDeleted }: DeleteDialogProps) {
  const instance = useInstance()
  const client = useQueryClient()
  const what = useWhatDeletingDoes(names)
  const { isReady, error, freed } = what
  const [only] = names

  const one = useMutation({
    mutationFn: (model: string) => api.models.delete({ params: { model }, query: instanceQuery(instance) }),
    onSuccess: ({ message }, model) => {
      notify({ kind: 'ok', title: message.replaceAll('"', ''), topic: 'delete model' })
      onDeleted([model])
    },
    meta: { invalidates: [modelKeys.all] },
  })
  const confirm = () => {
    if (names.length === 1 && only !== undefined) return one.mutate(only)
    void beginBulk(client, 'delete', names, instance)
    onDeleted(names)
  }

  return (
    <Dialog onClose={onClose} title={names.length === 1 ? `Delete ${only}?` : `Delete ${names.length} models?`}>
      {names.length > 1 && (
        <ul className="flex max-h-32 flex-wrap gap-x-4 gap-y-1 overflow-y-auto">
          {names.map((name) => (
            <li key={name}>
              <InlineName name={name} />
            </li>
          ))}
        </ul>
      )}
      {error && <ProblemNote error={error} />}
      {!isReady && !error && <Skeleton className="h-20" />}
      {isReady && <DeleteConsequences what={what} isOne={names.length === 1} />}
      {one.error && <ProblemNote error={one.error} />}
      <DialogButtons onClose={onClose}>
        <Button look="destroy" icon={Trash2} disabled={!isReady || one.isPending} onClick={confirm}>
          {one.isPending ? 'Deleting…' : freed !== null && isReady ? `Delete (frees ${formatBytes(freed)})` : 'Delete'}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
