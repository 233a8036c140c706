import { type Static, Type } from '@sinclair/typebox'
import { buckets, interactiveBuckets } from './access.ts'
import { Alert } from './alert.ts'
import { Closed, Named, NoQuery, Nullable, Timestamp } from './common.ts'
import { defineEndpoints } from './endpoint.ts'
import { DashboardEvent } from './events.ts'
import { Job } from './jobs.ts'
import { RunningModel } from './model.ts'
import { StringEnum } from './string-enum.ts'
import { SystemStats } from './system.ts'

export const healthStates = ['healthy', 'degraded', 'unhealthy'] as const
const HealthStatus = StringEnum(healthStates, { title: 'HealthState' })
export type HealthState = (typeof healthStates)[number]

export const HealthComponent = Named('HealthComponent', {
  name: Type.String({
    examples: ['ollama:default', 'collector:default:running', 'cache:default:show', 'gpu', 'disk', 'storage'],
  }),
  status: HealthStatus,
  detail: Type.String(),
  since: Timestamp,
  checked_at: Nullable(Timestamp),
})
export type HealthComponent = Static<typeof HealthComponent>

export const Health = Named('Health', {
  status: HealthStatus,
  components: Type.Array(HealthComponent),
  uptime_seconds: Type.Number(),
  version: Type.String(),
})
export type Health = Static<typeof Health>

const Liveness = Named('Liveness', { status: StringEnum(['ok', 'starting', 'draining', 'storage_unavailable']) })

/** What an event stream begins with: how things stand, so that what follows can be told as changes. */
export const Snapshot = Named('Snapshot', {
  models: Type.Array(RunningModel),
  jobs: Type.Array(Job),
  alerts: Type.Array(Alert, { description: 'Firing alerts, the newest first' }),
})
export type Snapshot = Static<typeof Snapshot>

export const BucketStatus = Named('BucketStatus', {
  bucket: StringEnum([...buckets, ...interactiveBuckets]),
  capacity: Type.Integer(),
  remaining: Type.Integer({ description: 'Tokens left, rounded down' }),
  refill_per_second: Type.Number(),
  resets_in_seconds: Type.Number({ description: 'Seconds until the bucket is full' }),
})
export type BucketStatus = Static<typeof BucketStatus>

const liveness = {
  method: 'GET',
  access: 'open',
  query: Closed({
    ready: Type.Optional(
      Type.Boolean({ description: 'Check readiness: 503 while starting or draining, or without storage' }),
    ),
  }),
  status: 200,
  response: Liveness,
} as const

export const observability = defineEndpoints({
  live: { ...liveness, path: '/health', summary: 'Liveness, or readiness with ?ready=true' },
  ping: { ...liveness, path: '/ping', summary: 'Same as /health' },
  health: {
    method: 'GET',
    path: '/api/health',
    access: 'viewer',
    summary: 'Get the health of every component, with reason and time of the last change',
    query: NoQuery,
    status: 200,
    response: Health,
  },
  recentEvents: {
    method: 'GET',
    path: '/api/events/recent',
    access: 'viewer',
    summary: 'List recent events, newest first',
    query: Closed({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'Default: 20' })) }),
    status: 200,
    response: Named('RecentEvents', { events: Type.Array(DashboardEvent) }),
  },
  rateLimits: {
    method: 'GET',
    path: '/api/metrics/rate-limits',
    access: 'viewer',
    summary: 'Get the rate limits of the caller',
    query: NoQuery,
    status: 200,
    response: Named('RateLimits', { buckets: Type.Array(BucketStatus) }),
  },
  events: {
    method: 'GET',
    path: '/api/events',
    access: 'viewer',
    summary: 'Stream events as server-sent events: a snapshot, then changes; resumes with Last-Event-ID',
    query: Closed({
      stats: Type.Optional(
        Type.Boolean({ description: 'Send a sample of the host every second too, as `stats`; needs `system.stats`' }),
      ),
    }),
    status: 200,
    events: Type.Union([Snapshot, DashboardEvent, SystemStats], { title: 'StreamedEvent' }),
  },
})
