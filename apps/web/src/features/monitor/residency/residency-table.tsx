import type { ResidencySpan } from '@ollama-dashboard/contracts'
import { useKeyName } from '../../../lib/access/key-name.ts'
import { formatCount, formatHour, formatMemory, formatSpan } from '../../../lib/format.ts'
import { IdentityMark, ModelName } from '../../../parts/model-name.tsx'
import { FigureHead } from '../../../ui/figure-head.tsx'
import type { Span } from '../period.ts'
import { beginOf } from './residency-rows.ts'
import { loadSecondsOf, secondsOf } from './residency-words.ts'

export interface ResidencyTableProps {
  readonly spans: readonly ResidencySpan[]
  readonly span: Span
  /** Seconds since the epoch. */
  readonly now: number
}

const rowsAtMost = 200

/** The same as the tracks, newest first, in figures. */
export function ResidencyTable({ spans, span, now }: ResidencyTableProps) {
  const rows = spans
    .filter((one) => beginOf(one) < span.to && beginOf(one) + secondsOf(one, now) > span.from)
    .toSorted((a, b) => beginOf(b) - beginOf(a))
  return (
    <div
      role="group"
      aria-label="In memory"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and without the focus not by keyboard
      tabIndex={0}
      className="max-h-96 overflow-auto -outline-offset-2"
    >
      <table className="w-full border-collapse">
        <caption className="sr-only">Models in memory over time</caption>
        <FigureHead first="Model" columns={columns} sticky />
        <tbody className="divide-y divide-line text-small tabular-nums">
          {rows.slice(0, rowsAtMost).map((one) => (
            <Row key={`${one.model} ${one.loading_at} ${one.loaded_at}`} one={one} now={now} />
          ))}
        </tbody>
      </table>
      {rows.length > rowsAtMost && (
        <p className="px-(--pad) py-2 text-small text-ink-muted">
          The newest {rowsAtMost} of {formatCount(rows.length)}. The CSV file has all of them.
        </p>
      )}
    </div>
  )
}

const columns = ['From', 'To', 'For', 'Load time', 'Memory', 'VRAM', 'Context', 'Loaded for'] as const

function Row({ one, now }: { readonly one: ResidencySpan; readonly now: number }) {
  const who = useKeyName(one.requested_by)
  const load = loadSecondsOf(one)
  const cells = [
    formatHour(beginOf(one) * 1000),
    one.ended_at === null ? 'now' : formatHour(one.ended_at),
    formatSpan(secondsOf(one, now)),
    load === null ? '—' : formatSpan(load),
    one.size === null ? '—' : formatMemory(one.size),
    one.size_vram === null ? '—' : formatMemory(one.size_vram),
    one.context_length === null ? '—' : formatCount(one.context_length),
    who || '—',
  ]
  return (
    <tr className="[&>td]:h-7 [&>td]:px-(--pad) [&>td]:text-right [&>td]:whitespace-nowrap">
      <th scope="row" className="px-(--pad) text-left font-normal">
        <span className="flex min-w-0 items-center gap-2.5">
          <IdentityMark name={one.model} />
          <ModelName name={one.model} />
        </span>
      </th>
      {cells.map((cell, index) => (
        <td key={columns[index]}>{cell}</td>
      ))}
    </tr>
  )
}
