import { LRUCache } from 'lru-cache'

export interface TokenBucketOptions {
  /** Tokens at most, and at first. */
  readonly capacity: number
  readonly refillPerSecond: number
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

export interface BucketState {
  /** Tokens left, fractions included. */
  readonly remaining: number
  /** Until it is full again. */
  readonly resetsInSeconds: number
}

export interface Taken extends BucketState {
  readonly ok: boolean
  /** Until as many tokens are there as were asked for; 0 when they were. */
  readonly retryAfterSeconds: number
}

/** An allowance for each caller that refills evenly, so that nobody gains by waiting for a window to turn. */
export interface TokenBucket {
  /** Takes the tokens, or none if there are too few. Never waits. */
  take(key: string, tokens?: number): Taken
  peek(key: string): BucketState
}

/** Callers remembered at most; one who is forgotten has a full bucket again, so it is far more than limits ever see. */
const rememberedCallers = 100_000

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
  }
}
