import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Gauge } from 'lucide-react'
import { allPerformanceQuery } from '../../../lib/queries/performance.ts'
import { Empty } from '../../../ui/empty.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { ModelSpeeds } from '../model-speeds.tsx'
import { hoursWords } from '../period.ts'
import { FailedPanel } from './failed-panel.tsx'
import type { HoursPartProps } from './operations-part.tsx'

const title = 'Model performance'

export function SpeedsPart({ instance, hours }: HoursPartProps) {
  const { data, error, isFetching, refetch } = useQuery(allPerformanceQuery(instance, hours))
  if (error && !data)
    return <FailedPanel title={title} error={error} isBusy={isFetching} retry={() => void refetch()} />
  if (!data) return <Skeleton className="h-40" />
  const reach = hoursWords[data.range]
  return (
    <Panel title={title} aside={<p className="text-small text-ink-muted">{reach}</p>}>
      {data.models.length > 0 ? (
        <ModelSpeeds models={data.models} />
      ) : (
        <Empty
          icon={Gauge}
          title={`No requests in the ${reach}`}
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
  )
}
