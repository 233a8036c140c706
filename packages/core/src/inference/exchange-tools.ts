import type { EventBus } from '../events/event-bus.ts'
import type { Background } from '../kernel/background.ts'
import type { Clock } from '../kernel/clock.ts'
import type { ModelTasks } from '../models/actions/model-tasks.ts'
import type { KnownRunners } from '../models/actions/runner-options.ts'
import type { ActivityTracker } from '../models/activity/activity-tracker.ts'
import type { ObservedPerformance } from '../performance/observed-performance.ts'
import { createTokenRatios, type TokenRatios } from './context/token-ratio.ts'
import type { EndedExchange } from './ended-exchange.ts'

/** What exchanges tell of themselves, and to whom. */
export interface Observers {
  readonly background: Pick<Background, 'settle'>
  readonly observed: ObservedPerformance
  readonly activity: Pick<ActivityTracker, 'begin'>
  readonly events: EventBus
  readonly tasks: ModelTasks
  readonly runners: KnownRunners
  readonly clock: Clock
  /** Told of each reply that ended, however it did. It must not throw. */
  readonly onEnd?: (ended: EndedExchange) => void
}

/** What all exchanges share. */
export interface ExchangeTools extends Required<Observers> {
  readonly ratios: TokenRatios
  /** Goes on behind the reply, and is waited for when the dashboard ends. */
  readonly inBackground: (work: Promise<unknown>) => Promise<unknown>
  settled(): Promise<void>
}

export function exchangeTools(observers: Observers): ExchangeTools {
  const { events, tasks, runners, observed, activity, clock, background, onEnd = () => {} } = observers
  const pending = new Set<Promise<unknown>>()
  return {
    events,
    tasks,
    runners,
    observed,
    activity,
    clock,
    background,
    onEnd,
    ratios: createTokenRatios(),
    inBackground(work) {
      // What was observed is worth less than the reply.
      const settled = background.settle('chat', work).finally(() => pending.delete(settled))
      pending.add(settled)
      return settled
    },
    settled: async () => void (await Promise.all(pending)),
  }
}
