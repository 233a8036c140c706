import type { Channel, ChannelKind, Delivery } from '@ollama-dashboard/contracts'
import { formatClock, formatRecent } from '../../../lib/format.ts'
import type { StatusKind } from '../../../ui/status.tsx'

export const kindWords: Readonly<Record<ChannelKind, string>> = {
  webhook: 'Webhook',
  slack: 'Slack',
  discord: 'Discord',
  teams: 'Microsoft Teams',
  ntfy: 'ntfy',
  gotify: 'Gotify',
  telegram: 'Telegram',
  pagerduty: 'PagerDuty',
  email: 'E-mail',
}

interface StandingWords {
  readonly word: string
  readonly status: StatusKind
}

/** How a channel stands: "Delivered 14:29", "Try 3 of 5", "Failed". */
export function standingOf(channel: Channel, maxAttempts: number, now: number): StandingWords {
  const { waiting, attempt, last_error, last_delivered_at } = channel
  // `attempt` counts those that failed; the next one is told.
  if (waiting > 0 && attempt !== null && attempt > 0)
    return { word: `Try ${Math.min(attempt + 1, maxAttempts)} of ${maxAttempts}`, status: 'attention' }
  if (waiting > 0) return { word: 'Sending', status: 'working' }
  if (last_error !== null) return { word: 'Failed', status: 'broken' }
  return last_delivered_at === null
    ? { word: 'Nothing sent yet', status: 'off' }
    : { word: `Delivered ${formatRecent(last_delivered_at, now)}`, status: 'ok' }
}

/** "Connection refused, again in 0:08. 2 messages wait in order."; null where there is nothing to say. */
export function troubleOf({ last_error, next_attempt_at, waiting }: Channel, now: number): string | null {
  const again =
    next_attempt_at === null ? '' : `, again in ${formatClock(Math.max(0, Date.parse(next_attempt_at) - now) / 1000)}`
  const error = last_error === null ? null : `${last_error.replace(/\.$/, '')}${again}.`
  const queue = waiting > 1 ? `${waiting} messages wait in order.` : null
  return [error, queue].filter((part) => part !== null).join(' ') || null
}

const deliveryStates: Readonly<Record<Delivery['state'], StandingWords>> = {
  waiting: { word: 'Waiting', status: 'working' },
  delivered: { word: 'Delivered', status: 'ok' },
  failed: { word: 'Failed', status: 'broken' },
}
export const deliveryState = ({ state }: Delivery): StandingWords => deliveryStates[state]

export const eventWords: Readonly<Record<Delivery['event'], string>> = {
  firing: 'Firing',
  resolved: 'Resolved',
  test: 'Test',
}
