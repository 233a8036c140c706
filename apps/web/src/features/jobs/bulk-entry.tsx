import { Square, Trash2, X } from 'lucide-react'
import { type BulkJob, cancelBulk } from '../../lib/models/bulk.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { BulkItems, type ShownItem } from './bulk-items.tsx'

const looks = {
  stop: { icon: Square, title: 'Stop', done: 'Stopped', doing: 'Unloading…' },
  delete: { icon: Trash2, title: 'Delete', done: 'Deleted', doing: 'Deleting…' },
} as const

/** One action on several models that this tab works through, with what came of each. */
export function BulkEntry({ job }: { readonly job: BulkJob }) {
  const { icon: Icon, title, done, doing } = looks[job.action]
  const shown: Readonly<Record<BulkJob['items'][number]['state'], Pick<ShownItem, 'kind' | 'word'>>> = {
    waiting: { kind: 'off', word: 'Queued' },
    working: { kind: 'working', word: doing },
    done: { kind: 'ok', word: done },
    failed: { kind: 'broken', word: 'Failed' },
  }
  const ended = job.items.filter(({ state }) => state === 'done' || state === 'failed').length
  return (
    <li className="grid grid-cols-[1rem_minmax(0,1fr)_1.625rem] gap-x-3 px-4 py-3 phone:grid-cols-[1.125rem_minmax(0,1fr)_2.75rem]">
      <Icon aria-hidden className="mt-0.5 size-4 text-ink-muted" />
      <div className="grid min-w-0 gap-2">
        <p className="flex font-medium text-ink-strong">
          {title} {job.items.length} models
          <span className="ml-auto tabular-nums">
            {ended} of {job.items.length}
          </span>
        </p>
        <BulkItems items={job.items.map(({ model, state, error }) => ({ model, error, ...shown[state] }))} />
      </div>
      {job.isEnded ? (
        <span />
      ) : (
        <IconButton icon={X} size="small" label="Cancel remaining" onClick={() => cancelBulk(job.id)} />
      )}
    </li>
  )
}
