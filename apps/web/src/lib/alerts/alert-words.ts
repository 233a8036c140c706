import type { Alert, Severity } from '@ollama-dashboard/contracts'
import { formatRecent, formatSpan, formatUntil } from '../format.ts'

export const severityWords: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  warning: 'Warning',
  info: 'Info',
}

const deliveryWords: Readonly<Record<Alert['delivery'], string | null>> = {
  none: null,
  waiting: 'message waiting',
  delivered: 'delivered',
  failed: 'message not delivered',
}

/** "once", "twice", "14 times" */
export const timesWords = (count: number): string =>
  count === 1 ? 'once' : count === 2 ? 'twice' : `${count.toLocaleString('en')} times`

/** "Warning, since 13:36, 3 times, newest 14:29, delivered" */
export function alertFacts(alert: Alert, now: number, server: string | null): string {
  const { severity, started_at, last_seen_at, occurrences, muted_until, delivery } = alert
  return [
    severityWords[severity],
    server,
    `since ${formatRecent(started_at, now)}`,
    timesWords(occurrences),
    occurrences > 1 ? `newest ${formatRecent(last_seen_at, now)}` : null,
    muted_until === null ? deliveryWords[delivery] : `muted until ${formatUntil(muted_until, now)}`,
  ]
    .filter((part) => part !== null)
    .join(', ')
}

/** How long an alert fired, or fires: "1.2 s", "18 min". */
export const lastedWords = ({ started_at, resolved_at }: Alert, now: number): string =>
  formatSpan(Math.max(0, (resolved_at === null ? now : Date.parse(resolved_at)) - Date.parse(started_at)) / 1000)
