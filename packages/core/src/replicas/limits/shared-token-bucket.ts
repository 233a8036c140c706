import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { type BucketState, createTokenBucket, type Taken, type TokenBucketOptions } from '../../kernel/token-bucket.ts'
import type { LuaScript, SharedLink } from '../shared-link.ts'

/** A token bucket that all replicas take from. Neither method rejects. */
export interface SharedTokenBucket {
  take(key: string, tokens?: number): Promise<Taken>
  peek(key: string): Promise<BucketState>
}

export interface SharedTokenBucketOptions extends TokenBucketOptions {
  /** Tells buckets apart. */
  readonly name: string
  readonly link: Pick<SharedLink, 'isUp' | 'run'>
}

/**
 * `capacity`, tokens a millisecond, tokens wanted (none: a look at it), and what a replica knows: at most so many are left if
 * Redis knows nothing, and at most so many in any case. By the clock of Redis, so that those of replicas may differ.
 */
const takeScript: LuaScript = {
  name: 'take-tokens',
  lua: `
local capacity, perMs, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + tonumber(time[2]) / 1000
local level = redis.call('GET', KEYS[1])
local tokens = tonumber(ARGV[4])
if level then
  local before, at = string.match(level, '(%S+) (%S+)')
  tokens = tonumber(before) + math.max(0, now - tonumber(at)) * perMs
end
tokens = math.min(capacity, tokens, tonumber(ARGV[5]))
local taken = 0
if tokens + 1e-9 >= wanted then
  taken = 1
  tokens = math.max(0, tokens - wanted)
end
if wanted > 0 then
  local fullAfter = string.format('%.0f', math.ceil((capacity - tokens) / perMs) + 1000)
  redis.call('SET', KEYS[1], string.format('%.12f %.3f', tokens, now), 'PX', fullAfter)
end
return { taken, string.format('%.12f', tokens) }`,
}

/** Callers that were served while Redis was away, at most; one that is forgotten gets back what it took then. */
const rememberedDebtors = 100_000

/**
 * A bucket of `capacity` tokens per key in Redis, full at first, refilled at `refillPerSecond`. While Redis is away this process
 * goes on with what it knew last, and what it gave away counts when Redis is back.
 */
export function createSharedTokenBucket({ name, link, ...options }: SharedTokenBucketOptions): SharedTokenBucket {
  const { capacity, refillPerSecond } = options
  const known = createTokenBucket(options)
  const debtors = new LRUCache<string, true>({ maxSize: rememberedDebtors, sizeCalculation: () => 1 })

  async function run(key: string, tokens: number) {
    const atMost = known.peek(key).remaining
    const args = [capacity, refillPerSecond / 1000, tokens, atMost, debtors.has(key) ? atMost : capacity]
    // Neither an address nor the id of a key stands in Redis.
    const answer = await link.run(takeScript, [`bucket:${name}:${hash('sha256', key, 'base64url')}`], args)
    const [taken, remaining] = answer as [number, string]
    known.learn(key, Number(remaining))
    return { ok: taken === 1, state: stateOf(Number(remaining)) }
  }
  const stateOf = (remaining: number): BucketState => ({
    remaining,
    resetsInSeconds: (capacity - remaining) / refillPerSecond,
  })

  function takeHere(key: string, tokens: number): Taken {
    debtors.set(key, true)
    return known.take(key, tokens)
  }

  return {
    async take(key, tokens = 1) {
      if (!link.isUp()) return takeHere(key, tokens)
      try {
        const { ok, state } = await run(key, tokens)
        debtors.delete(key)
        return { ok, ...state, retryAfterSeconds: ok ? 0 : (tokens - state.remaining) / refillPerSecond }
      } catch {
        return takeHere(key, tokens)
      }
    },
    async peek(key) {
      if (!link.isUp()) return known.peek(key)
      try {
        return (await run(key, 0)).state
      } catch {
        return known.peek(key)
      }
    },
  }
}
