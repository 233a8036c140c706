import type { Alerts } from './alerts/alerts.ts'
import type { Core } from './core-interface.ts'
import type { CoreJobs } from './core-jobs.ts'
import { createEventBus, type EventBus } from './events/event-bus.ts'
import { createEventStream } from './events/event-stream.ts'
import { recentFor } from './events/seen-event.ts'
import { createSharedEventBus, type SharedEventBusOptions } from './events/shared-event-bus.ts'
import type { FirstAnswers } from './instances/first-answers.ts'
import type { Instances } from './instances/instances.ts'
import { keepWatched } from './instances/keep-watched.ts'
import type { Clock } from './kernel/clock.ts'
import { knownRunning } from './models/lists/known-models.ts'
import type { Models } from './models/models.ts'
import type { Replicas } from './replicas/replicas.ts'
import type { WatchedHost } from './system/watched-host.ts'

interface EventsOptions {
  readonly events: EventBus
  readonly instances: Instances
  readonly models: Pick<Models, 'running'>
  readonly jobs: Pick<CoreJobs, 'list'>
  readonly alerts: () => Pick<Alerts, 'firing'>
  readonly host: Pick<WatchedHost, 'onStats'>
  readonly firstAnswers: Pick<FirstAnswers, 'listen'>
  readonly clock: Clock
}

/** The events of this process, or of all replicas. */
export function openEventBus(
  options: SharedEventBusOptions & { readonly replicas: Pick<Replicas, 'isAlone'> },
): EventBus & Disposable {
  const { replicas, clock, background } = options
  if (!replicas.isAlone) return createSharedEventBus(options)
  return Object.assign(createEventBus(clock, background), { [Symbol.dispose]: () => {} })
}

/** Streams of events, which begin with how things stand. Disposing it ends them. */
export function openEvents(options: EventsOptions): Core['events'] & Disposable {
  const { events, instances, models, jobs, alerts, host, firstAnswers, clock } = options
  const closing = new AbortController()
  const subscribe = createEventStream({
    events,
    snapshot: async (context) => ({
      models: await knownRunning(context, instances, models),
      jobs: [...(await jobs.list(context))],
      alerts: alerts().firing(context),
    }),
    closing: closing.signal,
    watch: keepWatched(instances, clock),
    onFirstAnswer: firstAnswers.listen,
    onStats: host.onStats,
  })
  return {
    recent: ({ actor }, { limit }) => recentFor(actor, events, limit),
    subscribe,
    [Symbol.dispose]: () => closing.abort(),
  }
}
