import { type Static, Type } from '@sinclair/typebox'
import { Closed, InstanceName, Named, Nullable, OnInstance, Timestamp } from './common.ts'
import { defineEndpoints } from './endpoint.ts'
import { storageErrors } from './errors.ts'
import { BucketStatus, Health } from './observability.ts'
import { PerformanceRange } from './performance.ts'

const Seconds = Nullable(Type.Number(), {
  description:
    'Seconds, of those that succeeded; percentiles are within 5 %. A chat is timed until its first word. Null without any',
})

/** How one kind of work went within the period. */
export const OperationStatistics = Named('OperationStatistics', {
  operation: Type.String({
    examples: ['start', 'stop', 'restart', 'pull', 'delete', 'copy', 'chat', 'collector:running', 'collector:stats'],
  }),
  total: Type.Integer(),
  succeeded: Type.Integer(),
  failed: Type.Integer(),
  cancelled: Type.Integer({ description: 'Ended because somebody wanted it; neither a success nor a failure' }),
  success_rate_percent: Nullable(Type.Number(), {
    description: '0 to 100, of those that were not cancelled; null without any',
  }),
  seconds: Named('OperationSeconds', { min: Seconds, p50: Seconds, p95: Seconds, p99: Seconds, max: Seconds }),
  threshold_seconds: Nullable(Type.Number(), { description: 'What takes longer is an anomaly; null if nothing is' }),
  anomalies: Type.Integer(),
  history: Type.Array(
    Named('OperationHour', {
      t: Timestamp,
      total: Type.Integer(),
      failed: Type.Integer(),
      p50: Seconds,
      p95: Seconds,
    }),
    { description: 'One entry per hour, oldest first; hours without any are omitted' },
  ),
})
export type OperationStatistics = Static<typeof OperationStatistics>

/** One that took longer than its threshold. */
export const Anomaly = Named('Anomaly', {
  operation: Type.String(),
  model: Nullable(Type.String()),
  instance: Nullable(InstanceName),
  seconds: Type.Number(),
  threshold_seconds: Type.Number(),
  at: Timestamp,
  trace_id: Nullable(Type.String()),
})
export type Anomaly = Static<typeof Anomaly>

export const Operations = Named('Operations', {
  range: PerformanceRange,
  operations: Type.Array(OperationStatistics, { description: 'Those that ever happened, in a fixed order' }),
  anomalies: Type.Array(Anomaly, { maxItems: 100, description: 'Newest first' }),
})
export type Operations = Static<typeof Operations>

export const MetricsSummary = Named('MetricsSummary', {
  health: Health.properties.status,
  performance: Type.Array(OperationStatistics),
  rate_limits: Type.Array(BucketStatus),
  models: Named('ModelCounts', {
    available: Nullable(Type.Integer()),
    running: Nullable(Type.Integer()),
  }),
  tokens: Named('TokenCounts', {
    prompt: Type.Integer({ description: 'In the last 24 hours' }),
    completion: Type.Integer({ description: 'In the last 24 hours' }),
    requests: Type.Integer({ description: 'In the last 24 hours' }),
    errors: Type.Integer({ description: 'In the last 24 hours' }),
  }),
  generated_at: Timestamp,
})
export type MetricsSummary = Static<typeof MetricsSummary>

export const metrics = defineEndpoints({
  performance: {
    method: 'GET',
    path: '/api/metrics/performance',
    access: 'viewer',
    summary: 'Get counts, success rates, durations and anomalies of every kind of operation',
    query: Closed({
      ...OnInstance.properties,
      range: Type.Optional({ ...PerformanceRange, description: 'Default: 24h' }),
    }),
    status: 200,
    response: Operations,
    errors: ['instance_not_found', ...storageErrors],
  },
  summary: {
    method: 'GET',
    path: '/api/metrics/summary',
    access: 'viewer',
    summary: 'Get health, operations, rate limits, models and tokens in one response',
    query: OnInstance,
    status: 200,
    response: MetricsSummary,
    errors: ['instance_not_found', ...storageErrors],
  },
})
