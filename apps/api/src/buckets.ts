import type { Bucket } from '@ollama-dashboard/contracts'
import { createTokenBucket, DashboardError, type TokenBucket } from '@ollama-dashboard/core'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** So many tokens at most, refilled evenly over so many seconds. */
export interface BucketPolicy {
  readonly capacity: number
  readonly windowSeconds: number
}
export type BucketPolicies = Readonly<Record<Bucket, BucketPolicy>>

export interface Buckets {
  /** Takes a token of the caller's, or throws `rate_limited`. */
  charge(bucket: Bucket, request: FastifyRequest, reply: FastifyReply): void
  /** As `charge`, for what has a cheaper way to answer: tells whether there was a token. */
  tryCharge(bucket: Bucket, request: FastifyRequest, reply: FastifyReply): boolean
}

export function createBuckets(policies: BucketPolicies, now: () => number): Buckets {
  const open = ({ capacity, windowSeconds }: BucketPolicy): TokenBucket =>
    createTokenBucket({ capacity, refillPerSecond: capacity / windowSeconds, now })
  const buckets: Record<Bucket, TokenBucket> = {
    model_operations: open(policies.model_operations),
    model_pull: open(policies.model_pull),
    background_updates: open(policies.background_updates),
  }

  function take(bucket: Bucket, request: FastifyRequest, reply: FastifyReply) {
    const { capacity, windowSeconds } = policies[bucket]
    const taken = buckets[bucket].take(request.principal?.keyId ?? request.ip)
    // Field names and forms of draft-ietf-httpapi-ratelimit-headers-10.
    reply.header('ratelimit-policy', `"${bucket}";q=${capacity};w=${windowSeconds}`)
    reply.header('ratelimit', `"${bucket}";r=${Math.floor(taken.remaining)};t=${roundedUp(taken.resetsInSeconds)}`)
    return taken
  }

  return {
    tryCharge: (bucket, request, reply) => take(bucket, request, reply).ok,
    charge(bucket, request, reply) {
      const { ok, retryAfterSeconds } = take(bucket, request, reply)
      if (ok) return
      const seconds = roundedUp(retryAfterSeconds)
      throw new DashboardError('rate_limited', `Too many requests of this kind. Try again in ${seconds} s.`, {
        retryAfterSeconds: seconds,
      })
    },
  }
}

/** Without making a second of a rounding error: 1.0000000000000009 is one. */
const roundedUp = (seconds: number): number => Math.ceil(seconds - 1e-9)
