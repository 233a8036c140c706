import type { Deliveries, Delivery } from '@ollama-dashboard/contracts'
import type { Background } from '../../kernel/background.ts'
import type { CallContext } from '../../kernel/call-context.ts'
import { type Clock, timestamp } from '../../kernel/clock.ts'
import type { Finding, Metric } from '../../kernel/contributions.ts'
import { DashboardError } from '../../kernel/errors.ts'
import { unshared } from '../../replicas/alone.ts'
import type { Replicas } from '../../replicas/replicas.ts'
import type { AlertMessages } from '../alert-messages.ts'
import { maxAttempts } from './back-off.ts'
import type { AlertChannel, AlertDeliveryConfig } from './channel.ts'
import { createChannelQueue } from './channel-queue.ts'
import { createStanding } from './channel-standing.ts'
import { channelOf, deliveryOf } from './delivery-views.ts'
import type { AlertMessageRepository } from './messages/alert-message-repository.ts'
import type { AlertMessageTables, StoredAlertMessage } from './messages/alert-message-table.ts'
import { contentOf, messageFor, testContent } from './messages/new-message.ts'
import type { Outcome } from './outcome.ts'
import { createSender } from './sender.ts'

/** What an attempt at a test message came to. */
export interface TestResult {
  /** Id of the channel. */
  readonly channel: string
  readonly delivered: boolean
  readonly detail: string
}

/** Sends messages about alerts to where they are configured to go. */
export interface AlertDelivery extends AsyncDisposable {
  /** What stores them together with their alerts. */
  readonly messages: AlertMessages
  /** The channels, and the newest messages. Throws `storage_unavailable`. */
  deliveries(context: CallContext, input: { readonly limit?: number | undefined }): Promise<Deliveries>
  /**
   * Sends a test message to one channel, or to all, and waits for the result, 9 s at most. It is tried once, and goes ahead
   * of what waits. Throws `channel_not_found`.
   */
  test(context: CallContext, input: { readonly channel?: string | undefined }): Promise<readonly TestResult[]>
  health(): readonly Finding[]
  readonly metrics: readonly Metric[]
}

export interface AlertDeliveryOptions {
  /** Where messages go; nowhere when absent. */
  readonly alerts?: AlertDeliveryConfig
  readonly storage: { readonly alertMessages: AlertMessageRepository }
  readonly clock: Clock
  /** 0 to 1, for the jitter. */
  readonly random?: () => number
  readonly background: Pick<Background, 'settle'>
  /** One of them sends. */
  readonly replicas?: Pick<Replicas, 'link' | 'leader'>
}

const defaultLimit = 20
const hourMs = 3_600_000
/** The log of messages ends after that, or after so many. */
const keptMs = 30 * 24 * hourMs
const keptMessages = 1000
/** Where the one that sends tells the others which channel it has tried. */
const triedChannel = 'alert-delivery'

export async function openAlertDelivery(options: AlertDeliveryOptions): Promise<AlertDelivery> {
  const { alerts: config = { channels: [] }, clock, background, random = Math.random } = options
  const { link, leader } = options.replicas ?? unshared
  const { channels } = config
  const { alertMessages: stored } = options.storage
  await using opened = new AsyncDisposableStack()
  const closing = new AbortController()
  const listeners: ((alertId: string) => void)[] = []
  const standing = createStanding(channels, clock.now)

  const senders = new Map(channels.map((channel) => [channel.id, opened.use(createSender(channel, config, clock))]))
  const queues = channels.map(({ id }) => {
    const sender = senders.get(id) as ReturnType<typeof createSender>
    return opened.use(
      createChannelQueue({ channel: id, messages: stored, sender, leader, clock, random, background, onAttempt }),
    )
  })

  function onAttempt({ channel, content: { alert } }: StoredAlertMessage, outcome: Outcome, state: Delivery['state']) {
    standing.note(channel, outcome, { state: state === 'waiting' ? 'retried' : state, at: clock.now() })
    if (alert && state !== 'waiting') for (const listener of listeners) listener(alert.id)
    link.publish(triedChannel, channel)
  }

  /** Health tells on every replica how the last attempt went. */
  async function readStanding(of: readonly AlertChannel[]) {
    for (const { id } of of) standing.begin(id, await stored.ofChannel(id))
  }

  function wake() {
    for (const queue of queues) queue.wake()
  }

  async function begin() {
    if (leader.isHeld())
      await stored.failOthers(
        channels.map(({ id }) => id),
        'Its channel is no longer configured.',
      )
    await readStanding(channels)
    wake()
  }

  /** Each hour: nothing else keeps the log of a quiet dashboard short. */
  function forgetLater() {
    const forget = async () => {
      const before = timestamp(clock.now() - keptMs)
      if (leader.isHeld()) await background.settle('alert messages', stored.forget({ before, keep: keptMessages }))
      if (!closing.signal.aborted) cancel = forgetLater()
    }
    return clock.after(hourMs, () => void forget())
  }

  let cancel = forgetLater()
  opened.defer(() => {
    closing.abort()
    cancel()
  })
  const beginAgain = () => background.settle('alert delivery', begin())
  await beginAgain()
  opened.defer(leader.onChange((isHeld) => void (isHeld && beginAgain())))
  opened.defer(link.onRestored(() => void background.settle('alert delivery', readStanding(channels))))
  opened.defer(
    link.subscribe(triedChannel, (tried) => {
      const known = channels.filter(({ id }) => id === tried)
      void background.settle('alert delivery', readStanding(known))
    }),
  )

  async function testOne({ id: channel }: AlertChannel, signal: AbortSignal): Promise<TestResult> {
    const message = messageFor(channel, testContent, clock.now())
    const sender = senders.get(channel) as ReturnType<typeof createSender>
    const outcome = await sender.attempt(message, signal)
    const at = timestamp(clock.now())
    const state = outcome.delivered ? 'delivered' : 'failed'
    standing.note(channel, outcome, { state, at: clock.now() })
    await stored.addEnded(message, { state, at, error: outcome.delivered ? null : outcome.detail })
    return { channel, delivered: outcome.delivered, detail: outcome.detail }
  }

  const viewOf = async (channel: AlertChannel) =>
    channelOf(channel, await stored.ofChannel(channel.id), config.secret !== undefined)

  const subjects = opened.move()
  return {
    messages: {
      isUsed: channels.length > 0,
      add: (transaction, message) =>
        stored.insert(
          transaction.$extendTables<AlertMessageTables>(),
          channels.map(({ id }) => messageFor(id, contentOf(message), clock.now())),
        ),
      added: wake,
      listen: (listener) => void listeners.push(listener),
      deliveryOf: (alertIds) => stored.statesOf(alertIds),
    },
    async deliveries(_, { limit = defaultLimit }) {
      return {
        channels: await Promise.all(channels.map(viewOf)),
        deliveries: (await stored.newest(limit)).map(deliveryOf),
        max_attempts: maxAttempts,
      }
    },
    async test(context, { channel }) {
      const asked = channel === undefined ? channels : channels.filter(({ id }) => id === channel)
      if (channel !== undefined && asked.length === 0) {
        throw new DashboardError('channel_not_found', 'Alert channel not found.', {
          hint: 'It may have been removed from the configuration.',
        })
      }
      context.changed?.({ target: channel ?? null })
      return Promise.all(asked.map((one) => testOne(one, AbortSignal.any([context.signal, closing.signal]))))
    },
    health: standing.health,
    metrics: standing.metrics,
    [Symbol.asyncDispose]: () => subjects.disposeAsync(),
  }
}
