import { queryOptions, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { Download, HardDrive, Layers, Square, Trash2 } from 'lucide-react'
import { api } from '../../lib/api/api.ts'
import { type InstanceName, instanceQuery } from '../../lib/api/instance-name.ts'
import { useInstance } from '../../lib/api/use-instance.ts'
import { formatBytes } from '../../lib/format.ts'
import { runBulk } from '../../lib/models/bulk.ts'
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

const deletePreviewQuery = (instance: InstanceName, model: string) =>
  queryOptions({
    queryKey: [...modelKeys.deletePreview, instance, model],
    queryFn: ({ signal }) =>
      api.models.deletePreview({ params: { model }, query: instanceQuery(instance) }, { signal }),
    staleTime: 0,
  })

export interface DeleteDialogProps {
  readonly names: readonly string[]
  readonly onClose: () => void
  readonly onDeleted: (names: readonly string[]) => void
}

/** Asks by consequence: what deleting frees, what it does not, and what it would take to have it back. */
export function DeleteDialog({ names, onClose, onDeleted }: DeleteDialogProps) {
  const instance = useInstance()
  const client = useQueryClient()
  const previews = useQueries({ queries: names.map((name) => deletePreviewQuery(instance, name)) })
  const { data: disk } = useQuery({ ...statsQuery, select: (stats) => stats.disk })
  const known = previews.flatMap(({ data }) => data ?? [])
  const isReady = known.length === names.length
  const error = previews.find((preview) => preview.error)?.error
  const isExact = known.every(({ freed_bytes }) => freed_bytes !== null)
  const freed = known.reduce((sum, { freed_bytes }) => sum + (freed_bytes ?? 0), 0)
  const size = known.reduce((sum, preview) => sum + (preview.size ?? 0), 0)
  const running = known.filter(({ is_running }) => is_running)
  const others = [...new Set(known.flatMap(({ shared_with }) => shared_with))].filter((name) => !names.includes(name))
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
    void runBulk(client, 'delete', names, instance)
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
            {isExact ? (
              <>
                Frees <b className="font-medium text-ink-strong">{formatBytes(freed)}</b>
                {disk && ` of ${formatBytes(disk.used)} in use`}
              </>
            ) : (
              `Frees up to ${formatBytes(size)} (some layers may be shared)`
            )}
          </Consequence>
          {others.length > 0 && (
            <Consequence icon={Layers}>
              Shared layers stay for{' '}
              {others.slice(0, 3).map((name, index) => (
                <span key={name}>
                  {index > 0 && ', '}
                  <InlineName name={name} />
                </span>
              ))}
              {others.length > 3 && ` and ${others.length - 3} more`}
            </Consequence>
          )}
          {running.length > 0 && (
            <Consequence icon={Square}>
              {names.length === 1
                ? 'Loaded, will be unloaded first'
                : `${running.length} loaded, will be unloaded first`}
            </Consequence>
          )}
          <Consequence icon={Download}>
            To restore {names.length === 1 ? 'it' : 'them'} you must download {formatBytes(freed > 0 ? freed : size)}{' '}
            again
          </Consequence>
        </ul>
      )}
      {one.error && <ProblemNote error={one.error} />}
      <DialogButtons onClose={onClose}>
        <Button look="destroy" icon={Trash2} disabled={!isReady || one.isPending} onClick={confirm}>
          {one.isPending ? 'Deleting…' : isExact && isReady ? `Delete (frees ${formatBytes(freed)})` : 'Delete'}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
