import type { Model, ModelPerformance } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { formatCount, formatHour, formatMs } from '../../../lib/format.ts'
import { useNow } from '../../../lib/hooks/use-now.ts'
import { canChat } from '../../../lib/models/capabilities.ts'
import { performanceQuery } from '../../../lib/queries/performance.ts'
import { PerformanceFacts } from '../../../parts/performance-facts.tsx'
import { ProbeButton } from '../../../parts/probe-button.tsx'
import { ReadProblem } from '../../../parts/problem-note.tsx'
import { Button } from '../../../ui/button.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { PerformanceChart } from './performance-chart.tsx'

const minuteMs = 60_000

/** How fast a model was here, hour by hour. */
export const PerformanceTab = ({ model }: { readonly model: Model }) =>
  canChat(model) ? (
    <Measured model={model.name} />
  ) : (
    <p className="text-ink-muted">Embedding models generate no text, so there is nothing to measure.</p>
  )

function Measured({ model }: { readonly model: string }) {
  const { data, error, isFetching, refetch } = useQuery(performanceQuery(useInstance(), model))
  const now = useNow(minuteMs)
  if (!data && error) return <ReadProblem error={error} isBusy={isFetching} retry={() => void refetch()} />
  if (!data) return <Skeleton className="h-64" />
  return (
    <>
      {data.requests === 0 ? (
        <p className="text-ink-muted">
          No requests in the last 30 days. Every chat is measured; a measurement sends one short prompt.
        </p>
      ) : (
        <>
          <PerformanceFacts performance={data} />
          <section aria-label="Tokens per second" className="grid gap-3">
            <div className="flex items-baseline justify-between gap-4">
              <h3>Tokens per second</h3>
              <p className="text-right text-small text-ink-muted">Median per hour</p>
            </div>
            <PerformanceChart history={data.history} now={now} />
          </section>
          <HourTable history={data.history} />
        </>
      )}
      <ProbeButton model={model} />
    </>
  )
}

const fewHours = 12

function HourTable({ history }: Pick<ModelPerformance, 'history'>) {
  const [isWhole, setWhole] = useState(false)
  const newestFirst = history.toReversed()
  const shown = isWhole ? newestFirst : newestFirst.slice(0, fewHours)
  return (
    <div className="grid justify-items-start gap-2">
      <table className="w-full border-collapse">
        <caption className="sr-only">Hours with requests</caption>
        <thead>
          <tr className="border-b border-line text-small text-ink-muted [&>th]:h-(--head) [&>th]:text-right [&>th]:font-medium">
            <th scope="col" className="text-left!">
              Hour
            </th>
            <th scope="col">Requests</th>
            <th scope="col">Tokens/s</th>
            <th scope="col">First token</th>
            <th scope="col">Failed</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line tabular-nums">
          {shown.map(({ t, requests, errors, tokens_per_second: rate, time_to_first_token_ms: first }) => (
            <tr key={t} className="[&>td]:h-9 [&>td]:text-right [&>td]:whitespace-nowrap">
              <td className="text-left! text-ink-strong">{formatHour(t)}</td>
              <td>{formatCount(requests)}</td>
              <td>{rate === null ? '—' : rate.toFixed(1)}</td>
              <td>{first === null ? '—' : formatMs(first)}</td>
              <td>{errors === 0 ? '' : formatCount(errors)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {!isWhole && history.length > fewHours && (
        <Button look="link" size="small" onClick={() => setWhole(true)} className="-ml-[9px]">
          All {formatCount(history.length)} hours
        </Button>
      )}
    </div>
  )
}
