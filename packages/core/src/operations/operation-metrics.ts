import type { Labels, Metric } from '../kernel/contributions.ts'
import { createCounter } from '../kernel/metrics/counter.ts'
import type { EndedOperation, NoteOperation } from './ended-operation.ts'

export interface OperationMetrics {
  readonly note: NoteOperation
  readonly metrics: readonly Metric[]
}

const collector = 'collector:'

/** Counts what ended since the start. `isKnown` is false for the labels of models that are gone. */
export function createOperationMetrics(isKnown: (labels: Labels) => boolean): OperationMetrics {
  const operations = createCounter({
    name: 'ollama_model_operations_total',
    help: 'Operations on models that ended: start, stop, restart, pull, delete, copy, chat; by how they ended',
    labelNames: ['instance_name', 'model', 'operation', 'status'],
    isKept: isKnown,
  })
  const readings = createCounter({
    name: 'ollama_collector_readings_total',
    help: 'Readings that the dashboard makes by itself: lists and version of a server, and the figures of this host',
    labelNames: ['instance_name', 'collector', 'status'],
    isKept: isKnown,
  })
  const retries = createCounter({
    name: 'ollama_retry_attempts_total',
    help: 'Attempts after a failure that was expected to pass',
    labelNames: ['operation'],
  })
  const recovered = createCounter({
    name: 'ollama_retry_successes_total',
    help: 'Operations that succeeded after at least one retry',
    labelNames: ['operation'],
  })

  function note({ operation, instance, model, outcome, retries: again = 0 }: EndedOperation) {
    const instance_name = instance?.name ?? ''
    if (operation.startsWith(collector)) {
      readings.add({ instance_name, collector: operation.slice(collector.length), status: outcome })
      return
    }
    operations.add({ instance_name, model: model ?? '', operation, status: outcome })
    if (again === 0) return
    retries.add({ operation }, again)
    if (outcome === 'succeeded') recovered.add({ operation })
  }
  return { note, metrics: [operations, readings, retries, recovered] }
}
