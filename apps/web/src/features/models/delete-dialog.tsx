import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Download, HardDrive, Layers, Square, Trash2 } from 'lucide-react'
import { api } from '../../lib/api/api.ts'
import { instanceQuery } from '../../lib/api/instance-name.ts'
import { useInstance } from '../../lib/api/use-instance.ts'
import { formatBytes } from '../../lib/format.ts'
import { beginBulk } from '../../lib/models/bulk.ts'
import { notify } from '../../lib/notices.ts'
import { modelKeys } from '../../lib/queries/keys.ts'
import { statsQuery } from '../../lib/queries/system.ts'
import { InlineName } from '../../parts/model-name.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { Button } from '../../ui/button.tsx'
import { Consequence } from '../../ui/consequence.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DialogButtons } from '../../ui/dialog-buttons.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
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
  const { data: disk } = useQuery({ ...statsQuery, select: (stats) => stats.disk })
  const { isReady, error, freed, size, running, sharedWith } = useWhatDeletingDoes(names)
  const [only] = names

  const one = useMutation({
    mutationFn: (model: string) => api.models.delete({ params: { model }, query: instanceQuery(instance) }),
    onSuccess: ({ message }, model) => {
      notify({ kind: 'ok', title: message.replaceAll('"', '') })
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
      {isReady && (
        <ul className="grid gap-2.5 text-ink-muted">
          <Consequence icon={HardDrive}>
            {freed !== null ? (
              <>
                Frees <b className="font-medium text-ink-strong">{formatBytes(freed)}</b>
                {disk && ` of ${formatBytes(disk.used)} in use`}
              </>
            ) : (
              `Frees up to ${formatBytes(size)} (some layers may be shared)`
            )}
          </Consequence>
          {sharedWith.length > 0 && (
            <Consequence icon={Layers}>
              Shared layers stay for{' '}
              {sharedWith.slice(0, 3).map((name, index) => (
                <span key={name}>
                  {index > 0 && ', '}
                  <InlineName name={name} />
                </span>
              ))}
              {sharedWith.length > 3 && ` and ${sharedWith.length - 3} more`}
            </Consequence>
          )}
          {running > 0 && (
            <Consequence icon={Square}>
              {names.length === 1 ? 'Loaded, will be unloaded first' : `${running} loaded, will be unloaded first`}
            </Consequence>
          )}
          <Consequence icon={Download}>
            To restore {names.length === 1 ? 'it' : 'them'} you must download {formatBytes(freed || size)} again
          </Consequence>
        </ul>
      )}
      {one.error && <ProblemNote error={one.error} />}
      <DialogButtons onClose={onClose}>
        <Button look="destroy" icon={Trash2} disabled={!isReady || one.isPending} onClick={confirm}>
          {one.isPending ? 'Deleting…' : freed !== null && isReady ? `Delete (frees ${formatBytes(freed)})` : 'Delete'}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
