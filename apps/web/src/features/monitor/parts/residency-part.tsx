import { useQuery } from '@tanstack/react-query'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { residencyQuery } from '../queries.ts'
import { ResidencyPanel } from '../residency/residency-panel.tsx'
import { FailedPanel } from './failed-panel.tsx'
import type { Shown } from './shown.ts'

export function ResidencyPart({ instance, period, span, isTable }: Shown) {
  const { data, error, isFetching, refetch } = useQuery(residencyQuery(instance, period))
  if (data) return <ResidencyPanel residency={data} span={span} isTable={isTable} />
  if (error) return <FailedPanel title="In memory" error={error} isBusy={isFetching} retry={() => void refetch()} />
  return <Skeleton className="h-40" />
}
