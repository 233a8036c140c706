import type { ModelPerformance } from '@ollama-dashboard/contracts'
import type { ReactNode } from 'react'
import { formatAgo, formatCount, formatMs, formatSpan } from '../lib/format.ts'
import { useNow } from '../lib/hooks/use-now.ts'
import { P95 } from './p95.tsx'

/** How fast a model was here, over the last 30 days. */
export function PerformanceFacts({ performance }: { readonly performance: ModelPerformance }) {
  const { tokens_per_second: rate, time_to_first_token_ms: first, load_seconds: load } = performance
  const { requests, errors, last_used_at } = performance
  const now = useNow(minuteMs)
  return (
    <dl className="grid grid-cols-[minmax(0,1fr)_auto_auto] gap-x-4 gap-y-1.5 tabular-nums">
      <dt className="text-tiny text-ink-faint">
        Of {formatCount(requests)} {requests === 1 ? 'request' : 'requests'}
      </dt>
      <dd className="text-right text-tiny text-ink-faint">median</dd>
      <dd className="text-right text-tiny text-ink-faint">
        <P95 />
      </dd>
      <Fact term="Tokens per second" p50={rate.p50?.toFixed(1)} p95={rate.p95?.toFixed(1)} />
      <Fact term="First token" p50={span(first.p50)} p95={span(first.p95)} />
      {load.p50 !== null && <Fact term="Load time" p50={formatSpan(load.p50)} p95={undefined} />}
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
const span = (ms: number | null): string | undefined => (ms === null ? undefined : formatMs(ms))

interface FactProps {
  readonly term: ReactNode
  readonly p50: string | undefined
  readonly p95: string | undefined
}

const Fact = ({ term, p50, p95 }: FactProps) => (
  <>
    <dt className="text-ink-muted">{term}</dt>
    <dd className={p95 === undefined ? 'col-span-2 text-right text-ink-strong' : 'text-right text-ink-strong'}>
      {p50 ?? '—'}
    </dd>
    {p95 !== undefined && <dd className="text-right text-ink-muted">{p95}</dd>}
  </>
)
