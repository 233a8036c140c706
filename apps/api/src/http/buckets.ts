import { type Bucket, type BucketStatus, type InteractiveBucket, buckets as names } from '@ollama-dashboard/contracts'
import {
  type BucketState,
  createSharedTokenBucket,
  createTokenBucket,
  DashboardError,
  keyIdOf,
  type SharedLink,
  type Taken,
} from '@ollama-dashboard/core'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** A token bucket: `capacity` tokens, refilled evenly over `windowSeconds`. */
export interface BucketPolicy {
  readonly capacity: number
  readonly windowSeconds: number
}
type AnyBucket = Bucket | InteractiveBucket
export type BucketPolicies = Readonly<Record<AnyBucket, BucketPolicy>>

/** At once in a process that is alone; of several, Redis is asked. */
type Soon<T> = T | Promise<T>

export interface Buckets {
  /**
   * Takes tokens of the caller's, one when absent and never more than there can be. Throws `rate_limited`, or rejects with it; null
   * where nobody has to wait.
   */
  charge(bucket: Bucket, request: FastifyRequest, reply: FastifyReply, tokens?: number): Promise<void> | null
  /** Like `charge`, but tells whether there was a token instead of throwing. */
  tryCharge(bucket: Bucket, request: FastifyRequest, reply: FastifyReply): Soon<boolean>
  /** How the caller's buckets stand. Costs nothing. */
  statusOf(request: FastifyRequest): Promise<BucketStatus[]>
}

export interface BucketsOptions {
  readonly policies: BucketPolicies
  /** Milliseconds that only grow. */
  readonly now: () => number
  /** Through which all replicas take from the same buckets; null for a process that is alone. */
  readonly link?: SharedLink | null
  readonly onExceeded?: (bucket: AnyBucket) => void
}

/** Either of the two in core. */
interface OneBucket {
  take(owner: string, tokens: number): Soon<Taken>
  peek(owner: string): Soon<BucketState>
}

export function createBuckets({ policies, now, link = null, onExceeded = () => {} }: BucketsOptions): Buckets {
  const open = (name: string, { capacity, windowSeconds }: BucketPolicy): OneBucket => {
    const options = { capacity, refillPerSecond: capacity / windowSeconds, now }
    return link ? createSharedTokenBucket({ ...options, name, link }) : createTokenBucket(options)
  }
  const buckets = Object.fromEntries(
    Object.entries(policies).map(([name, policy]) => [name, open(name, policy)]),
  ) as Record<AnyBucket, OneBucket>

  /** Calls back with what came of it, at once where it is known at once. */
  function take<T>(
    { bucket, request, reply, tokens = 1 }: Charge,
    then: (taken: Taken, name: AnyBucket) => T,
  ): Soon<T> {
    const name = bucketOf(bucket, request)
    const { capacity, windowSeconds } = policies[name]
    function tell(taken: Taken): T {
      if (!taken.ok) onExceeded(name)
      // Field names and forms of draft-ietf-httpapi-ratelimit-headers-10.
      reply.header('ratelimit-policy', `"${name}";q=${capacity};w=${windowSeconds}`)
      reply.header('ratelimit', `"${name}";r=${roundedDown(taken.remaining)};t=${roundedUp(taken.resetsInSeconds)}`)
      return then(taken, name)
    }
    // What a person does with one click is one operation, however many models it is about.
    const wanted = name === bucket ? Math.min(tokens, capacity) : 1
    const taken = buckets[name].take(ownerOf(request), wanted)
    return taken instanceof Promise ? taken.then(tell) : tell(taken)
  }

  function expectTaken({ ok, retryAfterSeconds }: Taken, name: AnyBucket): void {
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
  }

  async function statusOf(one: Bucket, request: FastifyRequest): Promise<BucketStatus> {
    const bucket = bucketOf(one, request)
    const { capacity, windowSeconds } = policies[bucket]
    const { remaining, resetsInSeconds } = await buckets[bucket].peek(ownerOf(request))
    return {
      bucket,
      capacity,
      remaining: roundedDown(remaining),
      refill_per_second: capacity / windowSeconds,
      resets_in_seconds: Math.ceil(resetsInSeconds * 1000 - 1e-6) / 1000,
    }
  }

  return {
    tryCharge: (bucket, request, reply) => take({ bucket, request, reply }, ({ ok }) => ok),
    charge(bucket, request, reply, tokens = 1) {
      const charged = take({ bucket, request, reply, tokens }, expectTaken)
      return charged instanceof Promise ? charged : null
    },
    statusOf: (request) => Promise.all(names.map((one) => statusOf(one, request))),
  }
}

interface Charge {
  readonly bucket: Bucket
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly tokens?: number
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
