import { type EndedExchange, exchangeOperation } from './inference/ended-exchange.ts'
import { createExchangeMetrics } from './inference/exchange-metrics.ts'
import type { Instance } from './instances/instance.ts'
import type { Background } from './kernel/background.ts'
import type { Clock } from './kernel/clock.ts'
import type { AnyMetric } from './kernel/contributions.ts'
import type { EndedTask } from './models/actions/model-tasks.ts'
import { taskOperation } from './models/actions/task-operation.ts'
import { isKnownIn } from './models/lists/known-names.ts'
import { collectorOperation } from './operations/collector-operation.ts'
import type { EndedOperation } from './operations/ended-operation.ts'
import { createOperationMetrics } from './operations/operation-metrics.ts'
import type { OperationRepository } from './operations/operation-repository.ts'
import { createOperations } from './operations/operations.ts'

interface OperationsOptions {
  readonly repository: OperationRepository
  readonly clock: Clock
  readonly background: Pick<Background, 'failed'>
  /** Asked for when there is something to count. */
  readonly instances: () => readonly Instance[]
}

/** Operations with whatever tells of them, each in its own words. */
export function openOperations({ repository, clock, background, instances }: OperationsOptions) {
  const isKnown = isKnownIn(instances)
  const counted = createOperationMetrics(isKnown)
  const exchanges = createExchangeMetrics(clock, isKnown)
  const operations = createOperations({ repository, clock, background })
  operations.listen(counted.note)
  const note = (ended: EndedOperation | null) => {
    if (ended) operations.note(ended)
  }
  const metrics: readonly AnyMetric[] = [...counted.metrics, ...exchanges.metrics]
  return {
    ...operations,
    metrics,
    onTask: (ended: EndedTask) => note(taskOperation(ended)),
    onReading: (...reading: Parameters<typeof collectorOperation>) => note(collectorOperation(...reading)),
    counting: exchanges.counting,
    onExchange(ended: EndedExchange) {
      exchanges.note(ended)
      note(exchangeOperation(ended))
    },
  }
}
