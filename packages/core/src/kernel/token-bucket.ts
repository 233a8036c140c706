import { LRUCache } from 'lru-cache'

export interface TokenBucketOptions {
  /** Max tokens, and the number at the start. */
  readonly capacity: number
  readonly refillPerSecond: number
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

export interface BucketState {
  /** Tokens left, fractions included. */
  readonly remaining: number
  /** Seconds until it is full. */
  readonly resetsInSeconds: number
}

export interface Taken extends BucketState {
  readonly ok: boolean
  /** Seconds until the requested tokens are available; 0 if they were taken. */
  readonly retryAfterSeconds: number
}

/** An allowance for each caller that refills evenly, so that nobody gains by waiting for a window to turn. */
export interface TokenBucket {
  /** Takes the tokens, or none if there are too few. Never waits. */
  take(key: string, tokens?: number): Taken
  peek(key: string): BucketState
  /** Takes over how many tokens are left now, from who knows better. */
  learn(key: string, remaining: number): void
}

/** Max callers remembered. A forgotten caller has a full bucket again, so this is far above any real number. */
const rememberedCallers = 100_000

/**
 * A bucket of `capacity` tokens per key, full at first, refilled at `refillPerSecond`. Kept in memory for this
 * process only.
 */
export function createTokenBucket({ capacity, refillPerSecond, now }: TokenBucketOptions): TokenBucket {
  const fullAfterMs = (capacity / refillPerSecond) * 1000
  // By `max` it would set memory aside for all of them at once.
  const levels = new LRUCache<string, { readonly tokens: number; readonly at: number }>({
    maxSize: rememberedCallers,
    sizeCalculation: () => 1,
  })

  function tokensOf(key: string): number {
    const level = levels.get(key)
    if (!level) return capacity
    // A clock that is set back must not take tokens away.
    const elapsedMs = Math.max(0, now() - level.at)
    return elapsedMs >= fullAfterMs ? capacity : Math.min(capacity, level.tokens + (elapsedMs / 1000) * refillPerSecond)
  }
  const stateOf = (tokens: number): BucketState => ({
    remaining: tokens,
    resetsInSeconds: (capacity - tokens) / refillPerSecond,
  })

  return {
    take(key, tokens = 1) {
      const before = tokensOf(key)
      // Waiting exactly as long as was said must be enough, whatever fractions do.
      const ok = before + 1e-9 >= tokens
      const after = ok ? Math.max(0, before - tokens) : before
      if (ok) levels.set(key, { tokens: after, at: now() })
      return { ok, retryAfterSeconds: ok ? 0 : (tokens - before) / refillPerSecond, ...stateOf(after) }
    },
    peek: (key) => stateOf(tokensOf(key)),
    learn: (key, remaining) => void levels.set(key, { tokens: remaining, at: now() }),
  }
}
