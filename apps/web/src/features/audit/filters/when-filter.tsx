import { ChevronDown } from 'lucide-react'
import { chipStyle } from '../../../ui/chip.tsx'
import { Popover } from '../../../ui/popover.tsx'
import type { Span } from '../audit-search.ts'
import { useAuditSearch } from '../use-audit-search.ts'
import { spanWords } from './time-words.ts'

/** How far back, or between which days. */
export function WhenFilter() {
  const { search, filter } = useAuditSearch()
  const { last, from, to } = search
  return (
    <Popover
      title="When"
      trigger={
        <button type="button" className={chipStyle(false)}>
          When
          <ChevronDown aria-hidden />
        </button>
      }
    >
      <div className="grid grid-cols-2 gap-2">
        {(Object.keys(spanWords) as Span[]).map((span) => (
          <button
            key={span}
            type="button"
            aria-pressed={last === span}
            onClick={() => filter({ last: last === span ? undefined : span, from: undefined, to: undefined })}
            className={chipStyle(last === span)}
          >
            {spanWords[span]}
          </button>
        ))}
      </div>
      <div className="grid grid-cols-2 gap-2">
        <Day label="From" value={from} max={to} onChange={(day) => filter({ from: day, last: undefined })} />
        <Day label="To" value={to} min={from} onChange={(day) => filter({ to: day, last: undefined })} />
      </div>
    </Popover>
  )
}

interface DayProps {
  readonly label: string
  readonly value: string | undefined
  readonly min?: string | undefined
  readonly max?: string | undefined
  readonly onChange: (day: string | undefined) => void
}

const Day = ({ label, value = '', min, max, onChange }: DayProps) => (
  <label className="grid gap-1 text-small text-ink-muted">
    {label}
    <input
      type="date"
      value={value}
      min={min}
      max={max}
      onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
      className="h-(--control) min-w-0 rounded-control border border-line-strong bg-field px-2 text-base text-ink phone:h-11"
    />
  </label>
)
