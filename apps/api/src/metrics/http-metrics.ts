import { type AnyMetric, createCounter, createHistogram } from '@ollama-dashboard/core'

/** How often callers were not let in, or had to wait. */
export interface RefusalCounts {
  /** `reason`: `no_key`, `invalid_key`, `too_many_failures`, `address`. */
  authFailed(reason: string): void
  /** `bucket` is the one that was empty. */
  rateLimited(bucket: string): void
  readonly metrics: readonly AnyMetric[]
}

export function createRefusalCounts(): RefusalCounts {
  const failures = createCounter({
    name: 'ollama_dashboard_auth_failures_total',
    help: 'Requests whose caller could not be identified, or may not call from its address',
    labelNames: ['reason'],
  })
  const limited = createCounter({
    name: 'ollama_rate_limit_exceeded_total',
    help: 'Requests that were refused by a rate limit',
    labelNames: ['operation_type'],
  })
  return {
    authFailed: (reason) => failures.add({ reason }),
    rateLimited: (operation_type) => limited.add({ operation_type }),
    metrics: [failures, limited],
  }
}

/** Loading a large model takes minutes: up to 655 s, in steps of four. */
const bounds = [0.005, 0.02, 0.08, 0.32, 1.28, 5.12, 20.48, 81.92, 327.68, 655.36]

export const createRequestDurations = () =>
  createHistogram({
    name: 'ollama_dashboard_http_request_duration_seconds',
    help: 'Time to answer a request, by route template',
    labelNames: ['route', 'method', 'code'],
    // Every route with every status that it answers with.
    maxSeries: 5000,
    bounds,
    now: Date.now,
  })
