import { type Bucket, type BucketStatus, type InteractiveBucket, buckets as names } from '@ollama-dashboard/contracts'
import { createTokenBucket, DashboardError, keyIdOf, type TokenBucket } from '@ollama-dashboard/core'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** A token bucket: `capacity` tokens, refilled evenly over `windowSeconds`. */
export interface BucketPolicy {
  readonly capacity: number
  readonly windowSeconds: number
}
type AnyBucket = Bucket | InteractiveBucket
export type BucketPolicies = Readonly<Record<AnyBucket, BucketPolicy>>

export interface Buckets {
  /** Takes tokens of the caller's, one when absent and never more than there can be, or throws `rate_limited`. */
  charge(bucket: Bucket, request: FastifyRequest, reply: FastifyReply, tokens?: number): void
  /** Like `charge`, but returns whether there was a token instead of throwing. */
  tryCharge(bucket: Bucket, request: FastifyRequest, reply: FastifyReply): boolean
  /** How the caller's buckets stand. Costs nothing. */
  statusOf(request: FastifyRequest): BucketStatus[]
}

export function createBuckets(
  policies: BucketPolicies,
  now: () => number,
  onExceeded: (bucket: AnyBucket) => void = () => {},
): Buckets {
  const open = ({ capacity, windowSeconds }: BucketPolicy): TokenBucket =>
    createTokenBucket({ capacity, refillPerSecond: capacity / windowSeconds, now })
  const buckets = Object.fromEntries(Object.entries(policies).map(([name, policy]) => [name, open(policy)])) as Record<
    AnyBucket,
    TokenBucket
  >

  function take(bucket: Bucket, request: FastifyRequest, reply: FastifyReply, tokens = 1) {
    const name = bucketOf(bucket, request)
    const { capacity, windowSeconds } = policies[name]
    // What a person does with one click is one operation, however many models it is about.
    const wanted = name === bucket ? Math.min(tokens, capacity) : 1
    const taken = buckets[name].take(ownerOf(request), wanted)
    if (!taken.ok) onExceeded(name)
    // Field names and forms of draft-ietf-httpapi-ratelimit-headers-10.
    reply.header('ratelimit-policy', `"${name}";q=${capacity};w=${windowSeconds}`)
    reply.header('ratelimit', `"${name}";r=${roundedDown(taken.remaining)};t=${roundedUp(taken.resetsInSeconds)}`)
    return { ...taken, name }
  }

  return {
    tryCharge: (bucket, request, reply) => take(bucket, request, reply).ok,
    charge(bucket, request, reply, tokens) {
      const { ok, retryAfterSeconds, name } = take(bucket, request, reply, tokens)
      if (ok) return
      const seconds = roundedUp(retryAfterSeconds)
      throw new DashboardError(
        'rate_limited',
        `Rate limit reached: ${limitOf(name, policies[name])} (RATE_LIMIT_${name.toUpperCase()}).`,
        {
          hint: `Try again in ${seconds} s.`,
          retryAfterSeconds: seconds,
        },
      )
    },
    statusOf: (request) =>
      names.map((one) => {
        const bucket = bucketOf(one, request)
        const { capacity, windowSeconds } = policies[bucket]
        const { remaining, resetsInSeconds } = buckets[bucket].peek(ownerOf(request))
        return {
          bucket,
          capacity,
          remaining: roundedDown(remaining),
          refill_per_second: capacity / windowSeconds,
          resets_in_seconds: Math.ceil(resetsInSeconds * 1000 - 1e-6) / 1000,
        }
      }),
  }
}

const interactive: Readonly<Partial<Record<Bucket, InteractiveBucket>>> = {
  model_operations: 'interactive_operations',
  model_pull: 'interactive_pull',
}

/** A person at the page has allowances of their own. */
const bucketOf = (bucket: Bucket, request: FastifyRequest): AnyBucket =>
  (request.isFromOwnPage() ? interactive[bucket] : undefined) ?? bucket

const counted: Readonly<Record<AnyBucket, string>> = {
  interactive_operations: 'model operation',
  interactive_pull: 'pull',
  model_operations: 'model operation',
  model_pull: 'pull',
  background_updates: 'background update',
}

/** "2 pulls per 5 min". */
function limitOf(bucket: AnyBucket, { capacity, windowSeconds }: BucketPolicy): string {
  const minutes = windowSeconds / 60
  const span = !Number.isInteger(minutes) ? `${windowSeconds} s` : minutes === 1 ? 'minute' : `${minutes} min`
  return `${capacity} ${counted[bucket]}${capacity === 1 ? '' : 's'} per ${span}`
}

/** One key has one allowance, wherever it is used; without keys each address has one. */
const ownerOf = ({ actor, ip }: FastifyRequest): string => (actor && keyIdOf(actor)) ?? ip

/** What a rounding error lacks of a whole token can be spent too. */
const roundedDown = (tokens: number): number => Math.floor(tokens + 1e-9)

/** Without making a second of a rounding error: 1.0000000000000009 is one. */
const roundedUp = (seconds: number): number => Math.ceil(seconds - 1e-9)
