import type { HistoryRange } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import clsx from 'clsx'
import { Gauge, Table2 } from 'lucide-react'
import { useMemo } from 'react'
import { useInstance } from '../../lib/api/use-instance.ts'
import { formatSpan } from '../../lib/format.ts'
import { useNow } from '../../lib/hooks/use-now.ts'
import { usePageTitle } from '../../lib/hooks/use-title.ts'
import { allPerformanceQuery } from '../../lib/queries/performance.ts'
import { statsHistoryQuery, statsQuery } from '../../lib/queries/system.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ChartPanel } from './chart-panel.tsx'
import { ExportMenu } from './export-menu.tsx'
import { hostCharts } from './host-charts.ts'
import { ModelSpeeds } from './model-speeds.tsx'
import { type MonitorSearch, ranges } from './monitor-search.ts'
import { reachOf, repliesRangeOf, replyCharts } from './reply-charts.ts'

const route = getRouteApi('/monitor')

const words: Readonly<Record<HistoryRange, string>> = {
  '15m': '15 m',
  '1h': '1 h',
  '24h': '24 h',
  '7d': '7 d',
  '30d': '30 d',
  '1y': '1 y',
}

/** The host and the replies of its models over time. */
export function MonitorPage() {
  usePageTitle('Monitor')
  const { range = '15m', table: isTable = false }: { readonly range?: HistoryRange; readonly table?: boolean } =
    route.useSearch()
  const navigate = route.useNavigate()
  const host = useQuery(statsHistoryQuery(range))
  const { data: gpus } = useQuery({ ...statsQuery, select: (stats) => stats.gpus.length })
  const repliesRange = repliesRangeOf(range)
  const replies = useQuery(allPerformanceQuery(useInstance(), repliesRange))
  const hostData = useMemo(
    () => host.data && hostCharts(host.data, host.dataUpdatedAt / 1000),
    [host.data, host.dataUpdatedAt],
  )
  const replyData = useMemo(
    () => replies.data && replyCharts(replies.data.history, range, replies.dataUpdatedAt / 1000),
    [replies.data, replies.dataUpdatedAt, range],
  )
  const span = reachOf[replies.data?.range === '7d' ? '7d' : '24h']
  const change = (next: MonitorSearch, { push = false } = {}) =>
    void navigate({
      replace: !push,
      resetScroll: false,
      search: ({ range: _, table: __, ...now }) => ({ ...now, ...next }),
    })
  const searchOf = (nextRange: HistoryRange, nextTable: boolean): MonitorSearch => ({
    ...(nextRange !== '15m' && { range: nextRange }),
    ...(nextTable && { table: true }),
  })

  return (
    <main className="mx-auto grid w-full max-w-[calc(var(--content)+2*var(--gutter))] grid-cols-[minmax(0,1fr)] content-start gap-(--gap) px-(--gutter) pt-5 pb-10 phone:px-4 phone:pt-4">
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2">
        <h1>Monitor</h1>
        <Age at={host.data ? host.dataUpdatedAt : null} range={range} />
        <div className="ml-auto flex flex-wrap items-center gap-2">
          <Segments
            label="Range"
            options={ranges.map((one) => [one, words[one]] as const)}
            value={range}
            onChange={(next) => change(searchOf(next, isTable), { push: true })}
          />
          <Button icon={Table2} onClick={() => change(searchOf(range, !isTable))}>
            <span className="phone:sr-only">{isTable ? 'As charts' : 'As table'}</span>
          </Button>
          <ExportMenu host={host.data} replies={replies.data} />
        </div>
      </div>
      {host.error && !host.data && <ProblemNote error={host.error} />}
      {hostData &&
        rowsOf(hostData).map((row) => (
          <div key={row[0]?.title} className={charts}>
            {row.map((data) => (
              <ChartPanel key={data.title} data={data} isTable={isTable} />
            ))}
          </div>
        ))}
      {!hostData &&
        !host.error &&
        rowsOf(expectedCharts(gpus)).map((row) => (
          <div key={row[0]} className={charts}>
            {row.map((chart) => (
              <Skeleton key={chart} className="h-57.5" />
            ))}
          </div>
        ))}
      {replies.data?.models.length !== 0 && (
        <div className={charts}>
          {replyData?.map((data) => <ChartPanel key={data.title} data={data} isTable={isTable} />) ??
            (!replies.error && <Loading />)}
        </div>
      )}
      {replies.error && !replies.data && <ProblemNote error={replies.error} />}
      {replies.data && (
        <Panel title="Model performance" aside={<p className="text-small text-ink-muted">{span}</p>}>
          {replies.data.models.length > 0 ? (
            <ModelSpeeds models={replies.data.models} />
          ) : (
            <Empty
              icon={Gauge}
              title={`No requests in the ${span}`}
              actions={
                <Link to="/chat" className="touch-target font-medium text-accent-text">
                  Open chat
                </Link>
              }
            >
              Every chat in the dashboard is measured: time to first token, throughput and failures.
            </Empty>
          )}
        </Panel>
      )}
    </main>
  )
}

/** Charts of one axis stand side by side, equally wide, so that their times are marked alike. */
const charts = 'grid auto-cols-[minmax(0,1fr)] grid-flow-col gap-(--gap) narrow:grid-flow-row'

/** Four stand two by two; of more, three stand in a row. */
function rowsOf<T>(all: readonly T[]): (readonly T[])[] {
  const inRow = all.length === 4 ? 2 : 3
  return Array.from({ length: Math.ceil(all.length / inRow) }, (_, row) => all.slice(row * inRow, (row + 1) * inRow))
}

/** Of the host, while its history is read: mostly of a machine with one GPU, as long as that is not known. */
function expectedCharts(gpus = 1): readonly string[] {
  if (gpus === 0) return ['load', 'memory', 'disk']
  return gpus === 1
    ? ['load', 'memory', 'heat', 'disk']
    : ['load', 'memory', 'disk', 'gpu load', 'power', 'temperature']
}

const staleAfterMs = 12_000
const steps: Readonly<Record<HistoryRange, string>> = {
  '15m': '2 s',
  '1h': '1 min',
  '24h': '10 min',
  '7d': '1 h',
  '30d': '1 h',
  '1y': '1 h',
}

/** How old what is shown is, and grey where it should be newer; before there is anything, the room for that. */
function Age({ at, range }: { readonly at: number | null; readonly range: HistoryRange }) {
  const now = useNow()
  const age = Math.max(0, now - (at ?? now))
  return (
    <p
      className={clsx(
        'text-small tabular-nums',
        age > staleAfterMs ? 'text-ink-faint' : 'text-ink-muted',
        at === null && 'invisible',
      )}
    >
      {steps[range]} resolution · updated {age < 90_000 ? `${Math.round(age / 1000)} s` : formatSpan(age / 1000)} ago
    </p>
  )
}

const Loading = () => (
  <>
    <Skeleton className="h-57.5" />
    <Skeleton className="h-57.5" />
  </>
)
