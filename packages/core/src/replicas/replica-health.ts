import type { Clock } from '../kernel/clock.ts'
import type { Finding, HealthCheck, Metric } from '../kernel/contributions.ts'
import type { Lease } from './lease.ts'
import type { RedisLink } from './redis/redis-link.ts'
import type { Replica } from './replicas.ts'

interface Parts {
  readonly link: Pick<RedisLink, 'isUp' | 'failure' | 'delayMs'>
  readonly leader: Pick<Lease, 'isHeld'>
  readonly members: () => readonly Replica[]
  readonly clock: Clock
}

/** How the replicas stand: degraded where they cannot hear each other, or nobody leads. */
export const replicaHealth =
  ({ link, members, clock }: Parts): HealthCheck =>
  (): readonly Finding[] => {
    const checkedAt = clock.now()
    const failure = link.failure()
    if (failure) {
      const alone = link.isUp() ? '' : ' Until it is back, each replica works on its own.'
      const detail = `${failure.message} ${failure.hint}${alone}`
      return [{ name: 'replicas', status: 'degraded', detail, checkedAt }]
    }
    const all = members()
    const leader = all.find(({ isLeader }) => isLeader)
    const count = all.length === 1 ? 'One replica' : `${all.length} replicas`
    const versions = new Set(all.map(({ version }) => version))
    const mixed = versions.size > 1 ? ` Versions: ${[...versions].join(', ')}.` : ''
    if (!leader)
      return [{ name: 'replicas', status: 'degraded', detail: `${count}; none leads yet.${mixed}`, checkedAt }]
    const delayMs = link.delayMs()
    const lag =
      all.length > 1 && delayMs !== null ? ` They lag ${Math.max(1, Math.round(delayMs))} ms behind each other.` : ''
    const who = leader === all[0] ? 'this one leads' : `${leader.host} leads`
    return [{ name: 'replicas', status: 'healthy', detail: `${count}; ${who}.${lag}${mixed}`, checkedAt }]
  }

export const replicaMetrics = ({ link, leader, members }: Omit<Parts, 'clock'>): readonly Metric[] => [
  {
    type: 'gauge',
    name: 'ollama_dashboard_replicas',
    help: 'Of several replicas, how many this one knows of, itself included',
    labelNames: [],
    samples: () => [{ labels: {}, value: members().length }],
  },
  {
    type: 'gauge',
    name: 'ollama_dashboard_replica_leads',
    help: 'Whether this replica does what only one of them does',
    labelNames: [],
    samples: () => [{ labels: {}, value: Number(leader.isHeld()) }],
  },
  {
    type: 'gauge',
    name: 'ollama_dashboard_redis_up',
    help: 'Whether this replica is connected to Redis',
    labelNames: [],
    samples: () => [{ labels: {}, value: Number(link.isUp()) }],
  },
  {
    type: 'gauge',
    name: 'ollama_dashboard_redis_delay_seconds',
    help: 'How long a message took to Redis and back when last tried, every 2 s: what replicas lag behind each other',
    labelNames: [],
    samples() {
      const delayMs = link.delayMs()
      return delayMs === null ? [] : [{ labels: {}, value: delayMs / 1000 }]
    },
  },
]
