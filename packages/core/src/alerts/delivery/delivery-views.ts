import type { Channel, Delivery } from '@ollama-dashboard/contracts'
import type { AlertChannel } from './channel.ts'
import type { ChannelMessages } from './messages/alert-message-repository.ts'
import type { StoredAlertMessage } from './messages/alert-message-table.ts'

/** A channel as the API has it. */
export function channelOf(
  { id, kind, target }: AlertChannel,
  { waiting, lastDeliveredAt, lastError, first }: ChannelMessages,
  isSigned: boolean,
): Channel {
  return {
    id,
    kind,
    target,
    signed: isSigned && kind === 'webhook',
    waiting,
    last_delivered_at: lastDeliveredAt,
    last_error: lastError,
    attempt: first?.attempts ?? null,
    next_attempt_at: first?.nextAttemptAt ?? null,
  }
}

/** A message as the API has it. */
export function deliveryOf(message: StoredAlertMessage): Delivery {
  const { content } = message
  return {
    id: message.id,
    alert_id: content.alert?.id ?? null,
    title: content.title,
    event: content.event,
    channel: message.channel,
    state: message.state,
    attempts: message.attempts,
    last_error: message.lastError,
    created_at: message.createdAt,
    delivered_at: message.deliveredAt,
    next_attempt_at: message.nextAttemptAt,
  }
}
