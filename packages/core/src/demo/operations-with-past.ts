import type { OperationRepository } from '../operations/operation-repository.ts'

/** What is done in a demo is of its simulated server and machine: it is kept beside the past, and ends with it. */
export function operationsWithPast(
  own: OperationRepository,
  past: OperationRepository,
  isOver: () => boolean,
): OperationRepository {
  const current = () => (isOver() ? own : past)
  return {
    addLater: (take) => current().addLater(take),
    addAnomaly: (anomaly) => current().addAnomaly(anomaly),
    hours: (scope) => current().hours(scope),
    buckets: (scope) => current().buckets(scope),
    models: (scope) => current().models(scope),
    anomalies: (...asked) => current().anomalies(...asked),
    removeBefore(hour) {
      own.removeBefore(hour)
      if (!isOver()) past.removeBefore(hour)
    },
  }
}
