import { limits } from '@ollama-dashboard/contracts/limits'
import { useInfiniteQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import type { Missing } from '../../../lib/api/use-permission.ts'
import { useNow } from '../../../lib/hooks/use-now.ts'
import { editsOf, setEdits } from '../../../lib/settings-drafts.ts'
import { ReadProblem } from '../../../parts/problem-note.tsx'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { settingsHistoryQuery } from '../settings/queries.ts'
import type { FieldStates } from '../settings/settings-fields.ts'
import { HistoryEntry } from './history-entry.tsx'
import { textsBefore, whereIs } from './past-texts.ts'

export interface HistoryTabProps {
  readonly model: string
  readonly fields: FieldStates
  /** The role that is missing to change them. */
  readonly needs: Missing | null
}

const minuteMs = 60_000

/** Who changed the saved settings, when and how, newest first. What was before can be brought back into the form. */
export function HistoryTab({ model, fields, needs }: HistoryTabProps) {
  const { data, error, hasNextPage, isFetching, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    settingsHistoryQuery(model),
  )
  const now = useNow(minuteMs)
  const changes = data?.pages.flatMap((page) => page.changes) ?? []
  return (
    <>
      {error && <ReadProblem error={error} isBusy={isFetching} retry={() => void refetch()} />}
      {!data && !error && <SkeletonChanges />}
      {data && changes.length === 0 && (
        <Empty icon={History} title="No recorded changes">
          From now on, each change of the saved settings is listed here, with who made it and what it replaced.
        </Empty>
      )}
      {changes.length > 0 && (
        <ol aria-label="Changes of the saved settings" className="-mt-4 divide-y divide-line phone:-mt-3">
          {changes.map((change, index) => {
            const texts = textsBefore(changes, Math.max(1, index))
            return (
              <HistoryEntry
                key={change.id}
                change={change}
                now={now}
                isNewest={index === 0}
                where={whereIs(texts, fields)}
                needs={needs}
                onRestore={() => setEdits(model, { ...editsOf(model), ...texts })}
              />
            )
          })}
        </ol>
      )}
      {hasNextPage && (
        <Button
          size="small"
          look="quiet"
          aria-busy={isFetchingNextPage}
          className="-ml-[9px] justify-self-start phone:ml-0 phone:justify-self-stretch"
          onClick={() => void fetchNextPage()}
        >
          {isFetchingNextPage ? 'Loading…' : 'Show older changes'}
        </Button>
      )}
      {!hasNextPage && changes.length >= limits.settingsChanges && (
        <p className="text-small text-ink-faint">Only the last {limits.settingsChanges} changes are kept.</p>
      )}
    </>
  )
}

const SkeletonChanges = () => (
  <div role="status" aria-label="Loading" className="grid gap-7">
    {['w-1/3', 'w-2/5', 'w-1/4'].map((width) => (
      <div key={width} className="grid gap-2.5">
        <Skeleton className={`h-4 ${width}`} />
        <Skeleton className="h-3 w-full" />
        <Skeleton className="h-3 w-full" />
      </div>
    ))}
  </div>
)
