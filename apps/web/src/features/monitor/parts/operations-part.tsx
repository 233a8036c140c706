import type { PerformanceRange } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import type { InstanceName } from '../../../lib/api/instance-name.ts'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { OperationsPanel } from '../operations/operations-panel.tsx'
import { operationsQuery } from '../queries.ts'
import { FailedPanel } from './failed-panel.tsx'

export interface HoursPartProps {
  readonly instance: InstanceName
  readonly hours: PerformanceRange
}

export function OperationsPart({ instance, hours }: HoursPartProps) {
  const { data, error, isFetching, refetch } = useQuery(operationsQuery(instance, hours))
  if (data) return <OperationsPanel operations={data} />
  if (error) return <FailedPanel title="Operations" error={error} isBusy={isFetching} retry={() => void refetch()} />
  return <Skeleton className="h-60" />
}
