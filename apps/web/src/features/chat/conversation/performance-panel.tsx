import { useQuery } from '@tanstack/react-query'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { performanceQuery } from '../../../lib/queries/performance.ts'
import { PerformanceFacts } from '../../../parts/performance-facts.tsx'
import { ProbeButton } from '../../../parts/probe-button.tsx'
import { ReadProblem } from '../../../parts/problem-note.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'

/** How fast a model was seen to be, and a way to find out. */
export function PerformancePanel({ model }: { readonly model: string }) {
  const { data, error, isFetching, refetch } = useQuery(performanceQuery(useInstance(), model))
  return (
    <>
      {!data && !error && <Skeleton className="h-24" />}
      {!data && error && <ReadProblem error={error} isBusy={isFetching} retry={() => void refetch()} />}
      {data && data.requests === 0 && (
        <p className="text-ink-muted">No measurements yet. A measurement sends one short prompt.</p>
      )}
      {data && data.requests > 0 && <PerformanceFacts performance={data} />}
      <ProbeButton model={model} />
    </>
  )
}
