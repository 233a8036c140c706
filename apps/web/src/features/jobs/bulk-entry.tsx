import { comparableName } from '@ollama-dashboard/contracts/parse-model-name'
import { useQuery } from '@tanstack/react-query'
import { Play, Square, Trash2, X } from 'lucide-react'
import { describeError } from '../../lib/describe-error.ts'
import { type BulkItem, type BulkJob, cancelBulk } from '../../lib/models/bulk.ts'
import { runningQuery } from '../../lib/queries/models.ts'
import { ModelName } from '../../parts/model-name.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { type StatusKind, StatusMark } from '../../ui/status.tsx'

const looks = {
  start: { icon: Play, title: 'Start', done: 'Started', doing: 'Loading…' },
  stop: { icon: Square, title: 'Stop', done: 'Stopped', doing: 'Unloading…' },
  delete: { icon: Trash2, title: 'Delete', done: 'Deleted', doing: 'Deleting…' },
} as const

/** One action on several models, with what came of each. */
export function BulkEntry({ job }: { readonly job: BulkJob }) {
  const { icon: Icon, title, done, doing } = looks[job.action]
  const { data: states } = useQuery({
    ...runningQuery(job.instance),
    select: ({ models }) => new Map(models.map(({ name, state }) => [comparableName(name), state])),
  })
  const ended = job.items.filter(({ state }) => state === 'done' || state === 'failed').length

  function shown({ model, state }: BulkItem): { readonly kind: StatusKind; readonly word: string } {
    if (state === 'done') return { kind: 'ok', word: done }
    if (state === 'failed') return { kind: 'broken', word: 'Failed' }
    if (state === 'waiting') return { kind: 'off', word: 'Queued' }
    // A bulk start is one request: what is in memory already shows how far it is.
    if (job.action !== 'start') return { kind: 'working', word: doing }
    const now = states?.get(comparableName(model))
    if (now === 'loaded') return { kind: 'ok', word: 'Loaded' }
    return now === 'loading' ? { kind: 'working', word: doing } : { kind: 'off', word: 'Queued' }
  }

  return (
    <li className="grid grid-cols-[16px_minmax(0,1fr)_26px] gap-x-3 px-4 py-3 phone:grid-cols-[18px_minmax(0,1fr)_44px]">
      <Icon aria-hidden className="mt-0.5 size-4 text-ink-muted" />
      <div className="grid min-w-0 gap-2">
        <p className="flex font-medium text-ink-strong">
          {title} {job.items.length} models
          <span className="ml-auto tabular-nums">
            {ended} of {job.items.length}
          </span>
        </p>
        <ul className="grid gap-2">
          {job.items.map((item) => {
            const { kind, word } = shown(item)
            return (
              <li
                key={item.model}
                className="grid grid-cols-[12px_minmax(0,1fr)_auto] items-baseline gap-x-2 text-small"
              >
                <StatusMark kind={kind} className="self-center" />
                <ModelName name={item.model} />
                <span className="text-ink-muted">{word}</span>
                {item.error !== undefined && (
                  <p className="col-start-2 col-end-4 wrap-anywhere text-ink-muted">
                    {describeError(item.error).title}
                  </p>
                )}
              </li>
            )
          })}
        </ul>
      </div>
      {job.isEnded ? (
        <span />
      ) : (
        <IconButton icon={X} size="small" label="Cancel remaining" onClick={() => cancelBulk(job.id)} />
      )}
    </li>
  )
}
