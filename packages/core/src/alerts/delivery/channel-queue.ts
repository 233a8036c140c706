import type { Background } from '../../kernel/background.ts'
import { type Clock, timestamp, wait, withinMs } from '../../kernel/clock.ts'
import { DashboardError } from '../../kernel/errors.ts'
import { coalesce } from '../../kernel/serial.ts'
import type { Lease } from '../../replicas/lease.ts'
import { maxAttempts, nextWaitMs } from './back-off.ts'
import type { AlertMessageRepository, AttemptResult } from './messages/alert-message-repository.ts'
import type { StoredAlertMessage } from './messages/alert-message-table.ts'
import { failed, type Outcome } from './outcome.ts'
import type { Sender } from './sender.ts'

/** Sends what waits for one channel, in order. */
export interface ChannelQueue extends AsyncDisposable {
  /** Looks whether something is to be sent. Waits for nothing and never throws. */
  wake(): void
}

export interface ChannelQueueOptions {
  /** Id of the channel. */
  readonly channel: string
  readonly messages: AlertMessageRepository
  readonly sender: Sender
  /** Of several replicas the one that holds it sends. */
  readonly leader: Lease
  readonly clock: Clock
  /** 0 to 1, for the jitter. */
  readonly random: () => number
  readonly background: Pick<Background, 'settle'>
  /** Told of each attempt, once its result is stored. */
  readonly onAttempt: (message: StoredAlertMessage, outcome: Outcome, state: AttemptResult['state']) => void
}

/** Longer than an attempt may take: by then it has ended, or the process that made it. */
const leaseMs = 15_000
/** What has waited for a day is no news. */
const tooOldMs = 86_400_000
const storageAgainMs = 5000
/** Timers never wait longer, in case the clock on the wall is set back. */
const longestWaitMs = 3_600_000
/** Nobody who ends the dashboard waits longer for an answer. */
const lastLimitMs = 2000

export function createChannelQueue(options: ChannelQueueOptions): ChannelQueue {
  const { channel, messages, sender, leader, clock, random, background, onAttempt } = options
  const closing = new AbortController()
  const runs = coalesce(work)
  let cancel: (() => void) | null = null
  let isClosed = false

  async function work() {
    while (!isClosed && leader.isHeld()) {
      const message = await messages.first(channel)
      if (!message) return
      const waitMs = Date.parse(message.nextAttemptAt ?? message.createdAt) - clock.now()
      if (waitMs > 0) return wakeIn(Math.min(waitMs, longestWaitMs))
      const end = endOf(message)
      if (end) await giveUp(message, end)
      else await attempt(message)
    }
  }

  /** Why it is not tried again, although it waits. */
  function endOf({ createdAt, attempts }: StoredAlertMessage): Outcome | null {
    if (clock.now() - Date.parse(createdAt) > tooOldMs) return failed('It had waited for more than a day.')
    return attempts >= maxAttempts ? failed('The dashboard ended during the last attempt.') : null
  }

  async function giveUp(message: StoredAlertMessage, outcome: Outcome) {
    const at = timestamp(clock.now())
    await messages.note(message.id, message.attempts, {
      state: 'failed',
      at,
      error: outcome.detail,
      nextAttemptAt: null,
    })
    onAttempt(message, outcome, 'failed')
  }

  async function attempt(message: StoredAlertMessage) {
    const attempts = message.attempts + 1
    const now = clock.now()
    const times = { at: timestamp(now), nextAttemptAt: timestamp(now + leaseMs) }
    if (!(await messages.claim(message.id, message.attempts, times, leader.confirm))) return
    // A process that was suspended here has been replaced when it wakes, and its message was sent.
    if (!leader.isHeld()) return
    const outcome = await sender.attempt(message, closing.signal)
    // An attempt that the end of the dashboard cut short may have arrived: the next start tries again, with the same id.
    if (!outcome.delivered && closing.signal.aborted) return
    const result = resultOf(outcome, attempts)
    await noted(message.id, attempts, result)
    onAttempt({ ...message, attempts }, outcome, result.state)
  }

  function resultOf(outcome: Outcome, attempts: number): AttemptResult {
    const now = clock.now()
    const at = timestamp(now)
    if (outcome.delivered) return { state: 'delivered', at, error: null, nextAttemptAt: null }
    const waitMs = outcome.isFinal ? null : nextWaitMs(attempts, outcome.retryAfterSeconds, random)
    if (waitMs === null) return { state: 'failed', at, error: outcome.detail, nextAttemptAt: null }
    return { state: 'waiting', at, error: outcome.detail, nextAttemptAt: timestamp(now + waitMs) }
  }

  /** What has arrived must not be sent again only because the storage fails just now. */
  async function noted(id: string, attempts: number, result: AttemptResult): Promise<void> {
    for (;;) {
      try {
        return await messages.note(id, attempts, result)
      } catch (error) {
        if (!(error instanceof DashboardError)) throw error
        await wait(clock, storageAgainMs, closing.signal)
      }
    }
  }

  function wakeIn(ms: number) {
    cancel?.()
    cancel = clock.after(ms, wake)
  }

  function wake() {
    if (isClosed) return
    cancel?.()
    cancel = null
    void background.settle('alert delivery', runs.next()).then((isDone) => {
      if (!isDone && !isClosed) wakeIn(storageAgainMs)
    })
  }

  return {
    wake,
    async [Symbol.asyncDispose]() {
      isClosed = true
      cancel?.()
      // What is on its way is waited for; nothing else is begun.
      const ending = background.settle('alert delivery', runs.next())
      void withinMs(clock, lastLimitMs, ending).then(() => closing.abort())
      await ending
    },
  }
}
