import type { HealthCheck, Metric } from '../kernel/contributions.ts'
import type { Lease } from './lease.ts'
import type { SharedLink } from './shared-link.ts'

/** The processes that share one storage and behave as one dashboard; this one among them. */
export interface Replicas extends AsyncDisposable {
  /** Of this process, and of no other that ever ran. */
  readonly id: string
  /** There are no others: the link is down for good, and the lease is held from the start. */
  readonly isAlone: boolean
  /** What replicas tell each other, beside the storage. */
  readonly link: SharedLink
  /** Held by the one replica that does what must be done once: by itself, and for all. */
  readonly leader: Lease
  /** Those that are there now, this one first. */
  members(): readonly Replica[]
  readonly health: HealthCheck
  readonly metrics: readonly Metric[]
}

/** One of the replicas. Times are in milliseconds since the epoch. */
export interface Replica {
  readonly id: string
  readonly host: string
  readonly version: string
  readonly startedAt: number
  /** When it was last heard of. */
  readonly seenAt: number
  readonly isLeader: boolean
}
