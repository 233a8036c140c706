import type { Finding, Metric } from '../../kernel/contributions.ts'
import type { AlertChannel } from './channel.ts'
import type { ChannelMessages } from './messages/alert-message-repository.ts'
import type { Outcome } from './outcome.ts'

/** How delivery goes, in memory: health and metrics wait for nothing. */
export interface Standing {
  /** As the storage tells it at the start. */
  begin(channel: string, known: Pick<ChannelMessages, 'lastError' | 'lastAttemptAt'>): void
  note(channel: string, outcome: Outcome, counted: { readonly state: CountedState; readonly at: number }): void
  health(): readonly Finding[]
  readonly metrics: readonly Metric[]
}

type CountedState = 'delivered' | 'failed' | 'retried'

interface Last {
  readonly error: string | null
  readonly at: number
}

export function createStanding(channels: readonly AlertChannel[], now: () => number): Standing {
  const last = new Map<string, Last>()
  const counts = new Map(
    channels.flatMap(({ id }) =>
      (['delivered', 'failed', 'retried'] as const).map((state) => [
        `${id} ${state}`,
        { channel: id, state, value: 0 },
      ]),
    ),
  )

  const total: Metric = {
    type: 'counter',
    name: 'ollama_dashboard_alert_messages_total',
    help: 'Attempts to send messages about alerts, by what they came to',
    labelNames: ['channel', 'state'],
    samples: () => [...counts.values()].map(({ channel, state, value }) => ({ labels: { channel, state }, value })),
  }

  return {
    metrics: channels.length === 0 ? [] : [total],
    begin(channel, { lastError, lastAttemptAt }) {
      if (lastAttemptAt !== null) last.set(channel, { error: lastError, at: Date.parse(lastAttemptAt) })
    },
    note(channel, outcome, { state, at }) {
      last.set(channel, { error: outcome.delivered ? null : outcome.detail, at })
      const counted = counts.get(`${channel} ${state}`)
      if (counted) counted.value += 1
    },
    health() {
      if (channels.length === 0) return []
      const failing = channels.flatMap(({ id }) => {
        const error = last.get(id)?.error ?? null
        return error === null ? [] : [`${id}: ${error}`]
      })
      const tried = [...last.values()].map(({ at }) => at)
      const detail = failing.length === 0 ? healthyDetail(channels.length, tried.length) : failing.join(' ')
      const status = failing.length === 0 ? 'healthy' : 'degraded'
      return [{ name: 'alerts:delivery', status, detail, checkedAt: tried.length === 0 ? now() : Math.max(...tried) }]
    },
  }
}

function healthyDetail(count: number, tried: number): string {
  const channels = count === 1 ? 'One channel' : `${count} channels`
  return tried === 0 ? `${channels}. No message was sent yet.` : `${channels}. The last messages were delivered.`
}
