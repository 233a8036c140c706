import type { DashboardError } from '../kernel/errors.ts'
import type { EndedOperation } from './ended-operation.ts'

/** What an attempt to read something counts as: a list of a server, or with null the figures of this host. */
export const collectorOperation = (
  instance: EndedOperation['instance'],
  collector: string,
  seconds: number,
  error: DashboardError | null,
): EndedOperation => ({
  operation: `collector:${collector}`,
  instance,
  model: null,
  seconds,
  outcome: error ? 'failed' : 'succeeded',
  traceId: '',
})
