import type { OperationStatistics, ResidencySpan, TimelineEntry } from '@ollama-dashboard/contracts'

/** How one kind of operation went. */
export const operation = (name: string, more: Partial<OperationStatistics> = {}): OperationStatistics => ({
  operation: name,
  total: 38,
  succeeded: 37,
  failed: 1,
  cancelled: 0,
  success_rate_percent: 97.37,
  seconds: { min: 0.4, p50: 2.9, p95: 3.8, p99: 41, max: 41 },
  threshold_seconds: 30,
  anomalies: 0,
  history: [],
  ...more,
})

/** A model that was loaded by nobody's key, and is in memory. */
export const residencySpan = (model: string, loaded_at: string, more: Partial<ResidencySpan> = {}): ResidencySpan => ({
  model,
  instance: 'default',
  loading_at: null,
  loaded_at,
  ended_at: null,
  size: 4 * 2 ** 30,
  size_vram: 4 * 2 ** 30,
  context_length: 4096,
  requested_by: null,
  ...more,
})

export const timelineEntry = (id: string, at: string, more: Partial<TimelineEntry> = {}): TimelineEntry => ({
  id,
  at,
  ended_at: null,
  kind: 'restart',
  type: 'dashboard.started',
  instance: null,
  model: null,
  by: null,
  detail: null,
  severity: null,
  before: null,
  after: null,
  speeds: [],
  ...more,
})
