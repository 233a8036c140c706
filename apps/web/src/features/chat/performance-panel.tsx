import type { ModelPerformance } from '@ollama-dashboard/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Gauge } from 'lucide-react'
import type { ReactNode } from 'react'
import { api, endpoints } from '../../lib/api.ts'
import { formatAgo, formatCount, formatSpan } from '../../lib/format.ts'
import { performanceQuery } from '../../lib/queries.ts'
import { useInstance } from '../../lib/use-instance.ts'
import { useNow } from '../../lib/use-now.ts'
import { useMissingRole } from '../../lib/use-permission.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'

/** A probe loads a cold model first. */
const probeLimitMs = 660_000

/** How fast a model was seen to be, and a way to find out. */
export function PerformancePanel({ model }: { readonly model: string }) {
  const instance = useInstance()
  const client = useQueryClient()
  const needs = useMissingRole(endpoints.chat.send)
  const { data, error } = useQuery(performanceQuery(instance, model))
  const probe = useMutation({
    mutationFn: () =>
      api.chat.performance(
        { params: { model }, query: { probe: true, ...(instance !== undefined && { instance }) } },
        { timeoutMs: probeLimitMs },
      ),
    onSuccess: (measured) => client.setQueryData(performanceQuery(instance, model).queryKey, measured),
  })
  return (
    <>
      {!data && !error && <Skeleton className="h-24" />}
      {!data && error && <ProblemNote error={error} />}
      {data && data.requests === 0 && (
        <p className="text-ink-muted">Nothing was measured yet. A measurement asks it to count to forty.</p>
      )}
      {data && data.requests > 0 && <Facts performance={data} />}
      {probe.error && <ProblemNote error={probe.error} />}
      <div>
        <Button size="small" icon={Gauge} needs={needs} disabled={probe.isPending} onClick={() => probe.mutate()}>
          {probe.isPending ? <MeasuringFor since={probe.submittedAt} /> : 'Measure'}
        </Button>
      </div>
    </>
  )
}

function MeasuringFor({ since }: { readonly since: number }) {
  return `Measuring, ${Math.max(0, Math.floor((useNow() - since) / 1000))} s`
}

function Facts({ performance }: { readonly performance: ModelPerformance }) {
  const { tokens_per_second: rate, time_to_first_token_ms: first, load_seconds: load } = performance
  const { requests, errors, last_used_at } = performance
  const now = useNow(minuteMs)
  return (
    <dl className="grid grid-cols-[minmax(0,1fr)_auto_auto] gap-x-4 gap-y-1.5 tabular-nums">
      <dt className="text-tiny text-ink-faint">Of {formatCount(requests)} requests</dt>
      <dd className="text-right text-tiny text-ink-faint">median</dd>
      <dd className="text-right text-tiny text-ink-faint">95 %</dd>
      <Fact term="Tokens a second" p50={rate.p50?.toFixed(1)} p95={rate.p95?.toFixed(1)} />
      <Fact term="First token" p50={span(first.p50)} p95={span(first.p95)} />
      {load.p50 !== null && <Fact term="Loading" p50={formatSpan(load.p50)} p95={undefined} />}
      <Fact term="Failed" p50={formatCount(errors)} p95={undefined} />
      {last_used_at !== null && (
        <Fact
          term="Last used"
          p50={formatAgo(last_used_at, Math.max(now, Date.parse(last_used_at) + 1000))}
          p95={undefined}
        />
      )}
    </dl>
  )
}

const minuteMs = 60_000
const span = (ms: number | null): string | undefined => (ms === null ? undefined : formatSpan(ms / 1000))

interface FactProps {
  readonly term: ReactNode
  readonly p50: string | undefined
  readonly p95: string | undefined
}

const Fact = ({ term, p50, p95 }: FactProps) => (
  <>
    <dt className="text-ink-muted">{term}</dt>
    <dd className={p95 === undefined ? 'col-span-2 text-right text-ink-strong' : 'text-right text-ink-strong'}>
      {p50 ?? 'Not known'}
    </dd>
    {p95 !== undefined && <dd className="text-right text-ink-muted">{p95}</dd>}
  </>
)
