import { CalendarClock } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useNow } from '../../../lib/hooks/use-now.ts'
import type { Period } from '../../../lib/queries/system.ts'
import { Button } from '../../../ui/button.tsx'
import { Popover } from '../../../ui/popover.tsx'
import { spanOf, windowOf } from '../period.ts'

export interface WhenPickerProps {
  readonly period: Period
  readonly onShow: (period: Period) => void
}

/** Any part of the time, by its ends. */
export const WhenPicker = (props: WhenPickerProps) => (
  <Popover
    title="Show a period"
    trigger={
      <Button icon={CalendarClock}>
        <span className="phone:sr-only">Period</span>
      </Button>
    }
  >
    <WhenForm {...props} />
  </Popover>
)

function WhenForm({ period, onShow }: WhenPickerProps) {
  const now = useNow(60_000)
  const shown = spanOf(period, now / 1000)
  const [from, setFrom] = useState(() => localTime(shown.from * 1000))
  const [to, setTo] = useState(() => localTime(shown.to * 1000))
  const [begin, end] = [Date.parse(from) / 1000, Date.parse(to) / 1000]
  const problem = problemOf(begin, end, now / 1000)
  const show = (event: FormEvent) => {
    event.preventDefault()
    if (problem === null) onShow(windowOf({ from: begin, to: end }, now / 1000))
  }
  return (
    <form onSubmit={show} className="grid gap-3">
      <Moment label="From" value={from} max={localTime(now)} onChange={setFrom} />
      <Moment label="To" value={to} max={localTime(now)} onChange={setTo} />
      {problem !== null && (
        <p role="status" className="text-small text-ink-muted">
          {problem}
        </p>
      )}
      <Button type="submit" look="primary" disabled={problem !== null}>
        Show
      </Button>
    </form>
  )
}

function problemOf(from: number, to: number, now: number): string | null {
  if (Number.isNaN(from) || Number.isNaN(to)) return 'Enter both times.'
  if (from >= to) return 'The start must be before the end.'
  return from > now ? 'The start must be in the past.' : null
}

interface MomentProps {
  readonly label: string
  readonly value: string
  readonly max: string
  readonly onChange: (value: string) => void
}

const Moment = ({ label, value, max, onChange }: MomentProps) => (
  <label className="grid gap-1 text-small text-ink-muted">
    {label}
    <input
      type="datetime-local"
      required
      value={value}
      max={max}
      onChange={({ target }) => onChange(target.value)}
      className="h-(--control) min-w-0 rounded-control border border-line-strong bg-field px-2 text-base text-ink phone:h-11"
    />
  </label>
)

/** As its field has it, by the clock of the person: "2026-11-25T14:00". */
function localTime(ms: number): string {
  const zone = new Date(ms).getTimezoneOffset() * 60_000
  return new Date(ms - zone).toISOString().slice(0, 16)
}
