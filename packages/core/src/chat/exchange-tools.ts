import type { Clock } from '../clock.ts'
import type { EventBus } from '../events/event-bus.ts'
import type { ModelTasks } from '../models/model-tasks.ts'
import type { KnownRunners } from '../models/runner-options.ts'
import type { ObservedPerformance } from '../performance/observed-performance.ts'
import { createTokenRatios, type TokenRatios } from './token-ratio.ts'

/** What exchanges tell of themselves, and to whom. */
export interface Observers {
  readonly observed: ObservedPerformance
  readonly events: EventBus
  readonly tasks: ModelTasks
  readonly runners: KnownRunners
  readonly clock: Clock
}

/** What all exchanges share. */
export interface ExchangeTools extends Observers {
  readonly ratios: TokenRatios
  /** Goes on behind the reply, and is waited for when the dashboard ends. */
  readonly inBackground: (work: Promise<unknown>) => void
  settled(): Promise<void>
}

export function exchangeTools({ events, tasks, runners, observed, clock }: Observers): ExchangeTools {
  const pending = new Set<Promise<unknown>>()
  return {
    events,
    tasks,
    runners,
    observed,
    clock,
    ratios: createTokenRatios(),
    inBackground(work) {
      // A storage that fails is told elsewhere; what was observed is worth less than the reply.
      const quiet = work.catch(() => undefined).finally(() => pending.delete(quiet))
      pending.add(quiet)
    },
    settled: async () => void (await Promise.all(pending)),
  }
}
