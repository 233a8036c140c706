import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { type Clock, systemClock } from '../kernel/clock.ts'
import type { Lease } from './lease.ts'
import type { Replicas } from './replicas.ts'
import { LinkDown, type SharedLink } from './shared-link.ts'

const noLink: SharedLink = {
  isUp: () => false,
  publish() {},
  subscribe: () => () => {},
  onRestored: () => () => {},
  run: () => Promise.reject(new LinkDown()),
}

const ownLease: Lease = { isHeld: () => true, onChange: () => () => {}, confirm: async () => {} }

/** What a subject asks of replicas, where there is this process alone. */
export const unshared: Pick<Replicas, 'isAlone' | 'link' | 'leader'> = { isAlone: true, link: noLink, leader: ownLease }

/** A process without others: what `Replicas` are where no Redis is configured. */
export function alone({
  version,
  clock = systemClock,
}: {
  readonly version: string
  readonly clock?: Clock
}): Replicas {
  const [id, startedAt] = [randomUUID(), clock.now()]
  return {
    id,
    ...unshared,
    members: () => [{ id, host: hostname(), version, startedAt, seenAt: clock.now(), isLeader: true }],
    health: () => [],
    metrics: [],
    async [Symbol.asyncDispose]() {},
  }
}
