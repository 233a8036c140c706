import { formatDate } from '../../../lib/format.ts'
import type { AuditSearch, Span } from '../audit-search.ts'

export const spanWords: Readonly<Record<Span, string>> = {
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
}

/** "Last 7 days", "2 Oct 2026 to 5 Oct 2026"; null for all times. */
export function timeWords({ last, from, to }: Pick<AuditSearch, 'last' | 'from' | 'to'>): string | null {
  if (last) return spanWords[last]
  if (from === undefined) return to === undefined ? null : `Until ${dayWords(to)}`
  if (to === undefined) return `Since ${dayWords(from)}`
  return from === to ? dayWords(from) : `${dayWords(from)} to ${dayWords(to)}`
}

/** By the calendar of the person, as it was chosen: a day alone would be read as one of UTC. */
const dayWords = (day: string): string => formatDate(`${day}T12:00:00`)
