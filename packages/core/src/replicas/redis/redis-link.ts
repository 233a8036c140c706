import { randomInt } from 'node:crypto'
import type { Clock } from '../../kernel/clock.ts'
import { LinkDown, type LinkListener, messagesKey, type SharedLink } from '../shared-link.ts'
import type { RedisAddress } from './redis-address.ts'
import { RedisFailure, toRedisFailure } from './redis-failure.ts'
import { openRedisSession, type RedisSession } from './redis-session.ts'

export interface RedisLinkOptions {
  readonly address: RedisAddress
  readonly ca: string | undefined
  /** Before each key and channel: no others use those that begin with it. */
  readonly prefix: string
  /** Of this process. */
  readonly id: string
  readonly clock: Clock
  /** Told of each failure that is another one than before, and of a listener that throws. */
  readonly report: (error: unknown) => void
}

export interface RedisLink extends SharedLink, Disposable {
  /** Why it is not up, or what Redis refused within the last minute. */
  failure(): RedisFailure | null
  /** How long a message took to Redis and back, in milliseconds; null while it is not up. */
  delayMs(): number | null
  /** Resolves when it was first tried to connect, whatever came of it. */
  readonly tried: Promise<void>
}

/** How often it is found out whether Redis still passes messages on. */
const beatMs = 2000
/** More than one beat: where this process stood still, its timers are called before what has arrived is read. */
const unheardMs = 3000
const firstWaitMs = 100
const maxWaitMs = 3000
const refusalCountsMs = 60_000

const beat = 'beat'

/** What is published: by whom, under which name. `all` is heard by its sender, too. */
interface Envelope {
  readonly from: string
  readonly to: string
  readonly all?: boolean
  readonly message: unknown
}

/** Connects at once, and again whenever the connection ends, until it is disposed. Nothing it does throws. */
export function createRedisLink({ address, ca, prefix, id, clock, report }: RedisLinkOptions): RedisLink {
  const listeners = new Map<string, Set<LinkListener>>()
  const restored = new Set<() => void>()
  const firstTry = Promise.withResolvers<void>()
  let session: RedisSession | null = null
  let failure: RedisFailure | null = null
  let refusal: { readonly failure: RedisFailure; readonly at: number } | null = null
  let delayMs: number | null = null
  let beatSentAt: number | null = null
  let attempts = 0
  let isClosed = false
  let cancel = () => {}

  async function connect() {
    try {
      const opened = await openRedisSession({
        ...{ address, ca, clock },
        channel: prefix + messagesKey,
        onMessage: hear,
        onEnd: lose,
      })
      if (isClosed) return opened[Symbol.dispose]()
      session = opened
      failure = null
      sendBeat()
      for (const listener of restored) tell(listener)
    } catch (error) {
      lose(toRedisFailure(error))
    } finally {
      firstTry.resolve()
    }
  }

  function lose(why: RedisFailure) {
    cancel()
    session?.[Symbol.dispose]()
    session = null
    delayMs = null
    beatSentAt = null
    if (isClosed) return
    if (failure?.kind !== why.kind) report(why)
    failure = why
    cancel = clock.after(waitMs(attempts), () => void connect())
    attempts += 1
  }

  /** A subscription that is dead looks like one on which nobody says anything. */
  function sendBeat() {
    cancel()
    const now = clock.elapsed()
    if (beatSentAt !== null && now - beatSentAt > unheardMs) return lose(new RedisFailure('silent'))
    if (beatSentAt === null) {
      beatSentAt = now
      publish(beat, null, { all: true })
    }
    cancel = clock.after(beatMs, sendBeat)
  }

  function hear(text: string) {
    const envelope = envelopeOf(text)
    if (!envelope) return
    const { from, to, all, message } = envelope
    if (to === beat && from === id && beatSentAt !== null) {
      delayMs = clock.elapsed() - beatSentAt
      beatSentAt = null
      attempts = 0
    }
    if (from === id && !all) return
    for (const listener of listeners.get(to) ?? []) tell(() => listener(message, from))
  }

  function tell(listener: () => void) {
    try {
      listener()
    } catch (error) {
      report(error)
    }
  }

  function publish(channel: string, message: unknown, { all = false } = {}) {
    const current = session
    if (!current) return
    const envelope: Envelope = { from: id, to: channel, ...(all && { all }), message }
    void current.publish(JSON.stringify(envelope)).catch((error: unknown) => note(current, error))
  }

  /** A refusal says that Redis is there; silence, that it is not. */
  function note(of: RedisSession, error: unknown): RedisFailure {
    const why = toRedisFailure(error)
    if (why.kind === 'silent' || why.kind === 'notReady') {
      if (session === of) lose(why)
    } else if (why.kind !== 'unreachable') {
      const at = clock.now()
      if (refusal?.failure.kind !== why.kind || at - refusal.at > refusalCountsMs) report(why)
      refusal = { failure: why, at }
    }
    return why
  }

  void connect()

  return {
    tried: firstTry.promise,
    isUp: () => session !== null,
    failure: () => failure ?? (refusal && clock.now() - refusal.at < refusalCountsMs ? refusal.failure : null),
    delayMs: () => delayMs,
    publish: (channel, message) => publish(channel, message),
    subscribe(channel, listener) {
      const those = listeners.get(channel) ?? new Set()
      listeners.set(channel, those.add(listener))
      return () => void those.delete(listener)
    },
    onRestored(listener) {
      restored.add(listener)
      return () => void restored.delete(listener)
    },
    async run(script, keys, args = []) {
      const current = session
      if (!current) throw new LinkDown(failure)
      try {
        return await current.run(
          script,
          keys.map((key) => prefix + key),
          args,
        )
      } catch (error) {
        throw new LinkDown(note(current, error))
      }
    },
    [Symbol.dispose]() {
      isClosed = true
      lose(toRedisFailure(null))
      cancel()
    },
  }
}

/** With jitter, so that replicas do not all come back at once. */
const waitMs = (attempts: number): number =>
  Math.round(Math.min(maxWaitMs, firstWaitMs * 2 ** attempts) * (0.5 + randomInt(1000) / 1000))

function envelopeOf(text: string): Envelope | null {
  try {
    const value: unknown = JSON.parse(text)
    const { from, to } = value as Partial<Envelope>
    return typeof from === 'string' && typeof to === 'string' ? (value as Envelope) : null
  } catch {
    return null
  }
}
