import type { PerformanceSummary } from '@ollama-dashboard/contracts'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { formatAgo, formatCount, formatMs, formatSpan } from '../../lib/format.ts'
import { useNow } from '../../lib/hooks/use-now.ts'
import { IdentityMark, ModelName } from '../../parts/model-name.tsx'
import { P95 } from '../../parts/p95.tsx'
import { FigureHead } from '../../ui/figure-head.tsx'
import { Status } from '../../ui/status.tsx'

const minuteMs = 60_000

/** Performance of each model; what was asked most comes first. */
export function ModelSpeeds({ models }: { readonly models: readonly PerformanceSummary[] }) {
  const now = useNow(minuteMs)
  const rows = models.map((model) => ({ model, figures: figuresOf(model, now) }))
  return (
    <>
      <div className="overflow-x-auto phone:hidden">
        <table className="w-full border-collapse">
          <caption className="sr-only">Performance of each model</caption>
          <FigureHead first="Model" columns={columns} />
          <tbody className="divide-y divide-line tabular-nums">
            {rows.map(({ model, figures }) => (
              <tr
                key={model.model}
                className="[&>td]:h-(--row) [&>td]:px-(--pad) [&>td]:text-right [&>td]:whitespace-nowrap"
              >
                <th scope="row" className="w-full max-w-0 px-(--pad) text-left font-normal">
                  <ToModel name={model.model} />
                </th>
                {columns.map((column) => (
                  <td key={column}>{figures[column]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul className="hidden divide-y divide-line phone:block">
        {rows.map(({ model, figures }) => (
          <li key={model.model} className="grid gap-2 px-(--pad) py-3">
            <ToModel name={model.model} />
            <dl className="grid grid-cols-3 gap-x-4 gap-y-2 max-[22.5rem]:grid-cols-2 text-base tabular-nums">
              {columns.map((column) => (
                <div key={column}>
                  <dt className="text-tiny text-ink-faint">{column}</dt>
                  <dd>{figures[column]}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </>
  )
}

const columns = ['Requests', 'Failed', 'Tokens/s', 'First token', 'Load time', 'Last used'] as const
type Figures = Readonly<Record<(typeof columns)[number], ReactNode>>

function figuresOf(model: PerformanceSummary, now: number): Figures {
  const { requests, errors, tokens_per_second: rate, time_to_first_token_ms: first, load_seconds, last_used_at } = model
  return {
    Requests: formatCount(requests),
    Failed: errors === 0 ? <Nothing>none</Nothing> : <Status kind="attention">{formatCount(errors)}</Status>,
    'Tokens/s': <Median p50={rate.p50?.toFixed(1)} p95={rate.p95?.toFixed(1)} />,
    'First token': (
      <Median
        p50={first.p50 === null ? undefined : formatMs(first.p50)}
        p95={first.p95 === null ? undefined : formatMs(first.p95)}
      />
    ),
    'Load time': load_seconds.p50 === null ? <Nothing>—</Nothing> : formatSpan(load_seconds.p50),
    'Last used':
      last_used_at === null ? (
        <Nothing>—</Nothing>
      ) : (
        formatAgo(last_used_at, Math.max(now, Date.parse(last_used_at) + 1000))
      ),
  }
}

const Nothing = ({ children }: { readonly children: ReactNode }) => <span className="text-ink-faint">{children}</span>

/** The median, and what 95 of 100 stay below. */
const Median = ({ p50, p95 }: { readonly p50: string | undefined; readonly p95: string | undefined }) =>
  p50 === undefined ? (
    <Nothing>—</Nothing>
  ) : (
    <>
      <span className="whitespace-nowrap">{p50}</span>
      {p95 !== undefined && p95 !== p50 && (
        <span className="text-small whitespace-nowrap text-ink-faint phone:block">
          {' '}
          <P95 /> {p95}
        </span>
      )}
    </>
  )

const ToModel = ({ name }: { readonly name: string }) => (
  <Link
    to="/models"
    search={{ model: name, tab: 'performance' }}
    className="inline-flex max-w-full min-w-0 items-center gap-2.5 hover:underline phone:min-h-11"
  >
    <IdentityMark name={name} />
    <ModelName name={name} />
  </Link>
)
