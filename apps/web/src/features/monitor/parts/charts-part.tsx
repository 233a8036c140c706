import type { PerformanceRange, StatsHistory } from '@ollama-dashboard/contracts'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Missing } from '../../../lib/api/use-permission.ts'
import { allPerformanceQuery } from '../../../lib/queries/performance.ts'
import { statsQuery } from '../../../lib/queries/system.ts'
import { ReadProblem } from '../../../parts/problem-note.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import type { ChartData } from '../charts/chart-data.ts'
import { ChartPanel } from '../charts/chart-panel.tsx'
import { hostCharts } from '../host/host-charts.ts'
import { hourCharts } from '../host/hour-charts.ts'
import { replyCharts } from '../host/reply-charts.ts'
import type { Shown } from './shown.ts'

export interface ChartsPartProps extends Shown {
  readonly host: UseQueryResult<StatsHistory>
  readonly needsHost: Missing | null
  readonly needsReplies: Missing | null
  readonly hours: PerformanceRange
  /** Seconds since the epoch. */
  readonly now: number
}

/** The curves of the host and of the replies of its models. */
export function ChartsPart({ instance, span, isTable, host, needsHost, needsReplies, hours, now }: ChartsPartProps) {
  const { data: gpus } = useQuery({ ...statsQuery, enabled: needsHost === null, select: ({ gpus }) => gpus.length })
  const { from, to } = span
  const hostData = useMemo(() => host.data && hostCharts(host.data, { from, to }), [host.data, from, to])
  const replyData = useMemo(() => (host.data ? replyCharts(host.data, { from, to }) : []), [host.data, from, to])
  // Whoever sees some of the models only is told of those by the hour.
  const isByHour = needsReplies === null && !host.isPending && replyData.length === 0
  const { data: replies } = useQuery({ ...allPerformanceQuery(instance, hours), enabled: isByHour })
  const hourData = useMemo(
    () => (replies && replies.models.length > 0 ? hourCharts(replies.history, replies.range, now) : []),
    [replies, now],
  )
  if (needsHost !== null) return <ChartGrid charts={isByHour ? hourData : []} isTable={isTable} />
  if (hostData) return <ChartGrid charts={[...hostData, ...(isByHour ? hourData : replyData)]} isTable={isTable} />
  if (host.error) return <ReadProblem error={host.error} isBusy={host.isFetching} retry={() => void host.refetch()} />
  return (
    <div className={grid}>
      {expectedCharts(gpus).map((chart) => (
        <Skeleton key={chart} className="h-57.5" />
      ))}
    </div>
  )
}

/** Two stand side by side, and what is left over is as wide as both. */
const grid =
  'grid grid-cols-2 gap-(--gap) narrow:grid-cols-[minmax(0,1fr)] [&>:last-child:nth-child(odd)]:col-span-full'

const ChartGrid = ({ charts, isTable }: { readonly charts: readonly ChartData[]; readonly isTable: boolean }) =>
  charts.length > 0 && (
    <div className={grid}>
      {charts.map((data) => (
        <ChartPanel key={data.title} data={data} isTable={isTable} />
      ))}
    </div>
  )

/** While history is read: mostly of a machine with one GPU, as long as that is not known. */
function expectedCharts(gpus = 1): readonly string[] {
  const host = ['load', 'memory', ...(gpus === 1 ? ['heat'] : []), 'disk']
  return [...host, ...(gpus > 1 ? ['gpu load', 'power', 'temperature'] : []), 'requests', 'speed']
}
