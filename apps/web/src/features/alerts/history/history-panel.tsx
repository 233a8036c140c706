import { useInfiniteQuery } from '@tanstack/react-query'
import { Download, History } from 'lucide-react'
import { useMemo, useRef } from 'react'
import { saveCsv } from '../../../lib/files/save-file.ts'
import { useListBox } from '../../../lib/hooks/use-list-box.ts'
import { useNow } from '../../../lib/hooks/use-now.ts'
import { useOpenCards } from '../../../lib/hooks/use-open-cards.ts'
import { resolvedQuery } from '../../../lib/queries/alerts.ts'
import { ReadProblem } from '../../../parts/problem-note.tsx'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { TableHead } from '../../../ui/table-head.tsx'
import { useAlertsSearch } from '../use-alerts-search.ts'
import { historyCsv } from './history-csv.ts'
import { columns, PastAlertCard, PastAlertRow, tracks } from './past-alert.tsx'

/** In rem: below that the columns have no room. */
const tableWidth = 44
const minuteMs = 60_000

/** What was wrong, the newest first. */
export function HistoryPanel() {
  const { search } = useAlertsSearch()
  const { data, error, isFetching, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    resolvedQuery(search.severity),
  )
  const alerts = useMemo(() => data?.pages.flatMap((page) => page.alerts), [data])
  const now = useNow(minuteMs)
  const box = useRef<HTMLDivElement>(null)
  const { width } = useListBox(box)
  const { open, toggle } = useOpenCards()
  const isCards = width < tableWidth
  return (
    <Panel
      title="History"
      end={
        <Button
          look="quiet"
          size="small"
          icon={Download}
          disabled={!alerts?.length}
          title="What is listed here, as a file"
          className="-mr-2"
          onClick={() => saveCsv('alerts', historyCsv(alerts ?? []))}
        >
          CSV
        </Button>
      }
    >
      {!alerts && error && (
        <ReadProblem error={error} isBusy={isFetching} retry={() => void refetch()} className="p-(--pad)" />
      )}
      {!alerts && !error && <SkeletonRows rows={4} />}
      {alerts?.length === 0 && (
        <Empty icon={History} title={search.severity ? 'No matching alerts' : 'No alerts yet'}>
          What was wrong and is over is kept here, with how long it lasted and who resolved it.
        </Empty>
      )}
      <div ref={box}>
        {alerts && alerts.length > 0 && width > 0 && (
          // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a label
          <div role={isCards ? 'list' : 'table'} aria-label="Resolved alerts">
            {!isCards && <TableHead tracks={tracks} columns={columns} />}
            <div role={isCards ? 'presentation' : 'rowgroup'} className="divide-y divide-line">
              {alerts.map((alert) =>
                isCards ? (
                  <div role="listitem" key={alert.id}>
                    <PastAlertCard alert={alert} now={now} isOpen={open.has(alert.id)} onToggle={toggle} />
                  </div>
                ) : (
                  <PastAlertRow key={alert.id} alert={alert} now={now} isTarget={alert.id === search.alert} />
                ),
              )}
            </div>
          </div>
        )}
      </div>
      {hasNextPage && (
        <div className="flex justify-center border-t border-line py-2">
          <Button look="quiet" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {isFetchingNextPage ? 'Loading…' : 'Load more'}
          </Button>
        </div>
      )}
    </Panel>
  )
}
