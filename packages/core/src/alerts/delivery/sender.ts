import type { Clock } from '../../kernel/clock.ts'
import { createHide } from '../../kernel/hidden-secrets.ts'
import type { AlertChannel, AlertDeliveryConfig } from './channel.ts'
import { bodyOf } from './formats/body-of.ts'
import { messageLines } from './formats/message-lines.ts'
import type { NewAlertMessage } from './messages/alert-message-table.ts'
import type { Outcome } from './outcome.ts'
import { createDispatcher, sendHttp } from './send-http.ts'

const httpLimitMs = 5000
/** A mail takes a dozen questions and answers, and some servers are slow on purpose. */
const emailLimitMs = 9000

/** Sends messages to one channel. */
export interface Sender extends AsyncDisposable {
  /** Tries once, for 5 s at most, or 9 s for a mail. Never throws. */
  attempt(message: NewAlertMessage, signal: AbortSignal): Promise<Outcome>
}

export function createSender(channel: AlertChannel, config: AlertDeliveryConfig, clock: Clock): Sender {
  const link = config.publicUrl ? new URL('alerts', config.publicUrl).href : null
  const hide = createHide([...channel.secrets, config.secret ?? ''])
  const dispatcher = channel.kind === 'email' ? null : createDispatcher(config)

  async function send(message: NewAlertMessage, signal: AbortSignal): Promise<Outcome> {
    const lines = messageLines(message.content, { ...message, link })
    if (channel.kind === 'email' || !dispatcher) {
      // Loaded by those alone who use it.
      const { sendEmail } = await import('./send-email.ts')
      return sendEmail(channel as Extract<AlertChannel, { kind: 'email' }>, lines, { ca: config.ca, hide, signal })
    }
    const secret = channel.kind === 'webhook' ? (config.secret ?? null) : null
    return sendHttp(channel, {
      id: message.id,
      body: bodyOf(lines, channel),
      secret,
      dispatcher,
      hide,
      now: clock.now(),
      signal,
    })
  }

  return {
    async attempt(message, signal) {
      const late = new AbortController()
      const cancel = clock.after(channel.kind === 'email' ? emailLimitMs : httpLimitMs, () => late.abort())
      try {
        return await send(message, AbortSignal.any([signal, late.signal]))
      } finally {
        cancel()
      }
    },
    async [Symbol.asyncDispose]() {
      await dispatcher?.destroy()
    },
  }
}
