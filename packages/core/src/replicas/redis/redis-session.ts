import { createHash } from 'node:crypto'
import { type Clock, wait } from '../../kernel/clock.ts'
import type { LuaScript } from '../shared-link.ts'
import type { RedisAddress } from './redis-address.ts'
import type { RedisClient } from './redis-client.ts'
import { RedisFailure, toRedisFailure } from './redis-failure.ts'

export interface SessionOptions {
  readonly address: RedisAddress
  /** Certificates that are trusted as well, as PEM. */
  readonly ca: string | undefined
  /** What is heard from the start. */
  readonly channel: string
  readonly onMessage: (text: string) => void
  /** Called once, when it has ended by itself. */
  readonly onEnd: (failure: RedisFailure) => void
  readonly clock: Clock
}

/** Two connections to Redis, one to ask and one to hear, which are of use only together. */
export interface RedisSession extends Disposable {
  /** Throws what the driver throws, or a RedisFailure when no answer comes in time. */
  run(script: LuaScript, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>
  publish(text: string): Promise<unknown>
}

/** To connect both, sign in and subscribe. */
const openMs = 5000
const answerMs = 500

/** Throws a RedisFailure. */
export async function openRedisSession(options: SessionOptions): Promise<RedisSession> {
  const { address, ca, channel, onMessage, onEnd, clock } = options
  // The driver is loaded for those alone who use it.
  const { createRedisClient } = await import('./redis-client.ts')
  const asking = createRedisClient(address, ca)
  const hearing = createRedisClient(address, ca)
  let lastError: unknown
  let isOpen = false
  let hasEnded = false

  function end(error: unknown) {
    if (hasEnded) return
    hasEnded = true
    asking.disconnect()
    hearing.disconnect()
    if (isOpen) onEnd(toRedisFailure(error))
  }

  for (const client of [asking, hearing]) {
    const note = (error: unknown) => {
      lastError = error
    }
    client.on('error', note)
    client.on('node error', note)
    client.on('close', () => end(lastError))
  }
  hearing.on('message', (_, text) => onMessage(text))

  const connect = async (client: RedisClient) => {
    await client.connect()
  }
  const opening = Promise.all([connect(asking), connect(hearing).then(() => hearing.subscribe(channel))])
  try {
    await answeredWithin(clock, openMs, opening)
    isOpen = true
  } catch (error) {
    end(error)
    throw toRedisFailure(error instanceof RedisFailure ? error : (lastError ?? error))
  }

  return {
    run: (script, keys, args) => answeredWithin(clock, answerMs, runScript(asking, script, keys, args)),
    publish: (text) => answeredWithin(clock, answerMs, asking.publish(channel, text)),
    [Symbol.dispose]() {
      isOpen = false
      end(null)
    },
  }
}

const digests = new WeakMap<LuaScript, string>()

async function runScript(
  client: RedisClient,
  script: LuaScript,
  keys: readonly string[],
  args: readonly (string | number)[],
): Promise<unknown> {
  const digest = digests.get(script) ?? createHash('sha1').update(script.lua).digest('hex')
  digests.set(script, digest)
  try {
    return await client.evalsha(digest, keys.length, ...keys, ...args)
  } catch (error) {
    // Redis forgets scripts when it starts anew.
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error
    return await client.eval(script.lua, keys.length, ...keys, ...args)
  }
}

/** Throws when no answer came. Where this process itself stood still, what has arrived meanwhile is read first. */
async function answeredWithin<T>(clock: Clock, ms: number, answer: Promise<T>): Promise<T> {
  const left = new AbortController()
  const late = async () => {
    await wait(clock, ms, left.signal)
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    throw new RedisFailure('silent')
  }
  const timer = late()
  timer.catch(() => {})
  answer.catch(() => {})
  try {
    return await Promise.race([answer, timer])
  } finally {
    left.abort()
  }
}
