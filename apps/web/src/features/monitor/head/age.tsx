import type { StatsHistory } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import { formatHour, formatSpan, formatTime } from '../../../lib/format.ts'
import { useNow } from '../../../lib/hooks/use-now.ts'
import { type Period, refreshOf } from '../../../lib/queries/system.ts'

export interface AgeProps {
  readonly host: StatsHistory | undefined
  /** Milliseconds since the epoch. */
  readonly readAt: number
  readonly period: Period
}

/** Answers that are older than three that should have come since are old. */
const missedAtMost = 3

/** How exact what is shown is, and how old, grey where it should be newer; before there is anything, the room for that. */
export function Age({ host, readAt, period }: AgeProps) {
  const now = useNow()
  const age = host ? Math.max(0, now - readAt) : 0
  const isStale = age > missedAtMost * (refreshOf(period) || Number.POSITIVE_INFINITY)
  const step = `${stepWords(host?.step_seconds ?? 2)} resolution`
  return (
    <p className={clsx('text-small tabular-nums', isStale ? 'text-ink-faint' : 'text-ink-muted', !host && 'invisible')}>
      {'range' in period ? `${step} · updated ${ageWords(age / 1000)}` : `${windowWords(period)} · ${step}`}
    </p>
  )
}

function ageWords(seconds: number): string {
  if (seconds < 0.5) return 'just now'
  return `${seconds < 90 ? `${Math.round(seconds)} s` : formatSpan(seconds)} ago`
}

/** "25 Nov, 14:00 to 16:30" */
function windowWords({ from, to }: Exclude<Period, { readonly range: unknown }>): string {
  const isOneDay = new Date(from).toDateString() === new Date(to).toDateString()
  return `${formatHour(from)} to ${isOneDay ? formatTime(to) : formatHour(to)}`
}

function stepWords(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  return seconds < 3600 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`
}
