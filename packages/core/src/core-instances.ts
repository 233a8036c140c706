import type { CoreOptions } from './core-options.ts'
import type { EventBus } from './events/event-bus.ts'
import { connectInstance } from './instances/connect-instance.ts'
import type { FirstAnswers } from './instances/first-answers.ts'
import type { InstanceOptions } from './instances/instance.ts'
import { createInstances, type Instances } from './instances/instances.ts'
import { watchedIntervalMs } from './instances/keep-watched.ts'
import { createSharedReadings } from './instances/readings/shared-readings.ts'
import type { Background } from './kernel/background.ts'
import type { Clock } from './kernel/clock.ts'
import type { MemoryObservations } from './memory/memory-observations.ts'
import { announceChanges } from './models/actions/announce-changes.ts'
import type { ModelTasks } from './models/actions/model-tasks.ts'
import type { KnownRunners } from './models/actions/runner-options.ts'
import type { ActivityTracker } from './models/activity/activity-tracker.ts'
import type { Replicas } from './replicas/replicas.ts'
import type { ResidencyLog } from './residency/residency.ts'
import type { WatchedHost } from './system/watched-host.ts'
import type { ModelChanges } from './timeline/changes/model-changes.ts'

interface InstancesOptions
  extends Pick<CoreOptions, 'instances' | 'demo' | 'firstByteTimeoutMs' | 'idleTimeoutMs' | 'version'> {
  readonly replicas: Replicas
  readonly host: Pick<WatchedHost, 'maxOnGpus'>
  readonly tasks: ModelTasks
  readonly onAttempt: InstanceOptions['onAttempt'] & {}
  /** What each answer of a server is told to. */
  readonly told: {
    readonly firstAnswers: FirstAnswers
    readonly runners: KnownRunners
    readonly observations: Pick<MemoryObservations, 'note'>
    readonly activity: Pick<ActivityTracker, 'look'>
    readonly changes: Pick<ModelChanges, 'look'>
    readonly residency: Pick<ResidencyLog, 'note'>
  }
  readonly events: EventBus
  readonly clock: Clock
  readonly background: Background
  readonly report?: (error: unknown) => void
}

/** The servers that are watched. */
export interface WatchedInstances extends Instances {
  /** Puts the real first one in the place of the simulated one. */
  leaveDemo(): Promise<void>
}

export function openInstances(options: InstancesOptions): WatchedInstances {
  const { host, tasks, told, events, clock, demo, replicas } = options
  const [first, ...others] = options.instances
  const shared = replicas.isAlone ? undefined : createSharedReadings({ replicas, version: options.version, clock })
  const connect = connectInstance({
    ...options,
    ...(shared && { shared }),
    maxOnGpus: () => host.maxOnGpus(),
    watchedMs: watchedIntervalMs(options.instances.length),
    onLoaded(instance, now, before) {
      if (!before) told.firstAnswers.announce()
      told.runners.keep(instance, now)
      told.observations.note(instance, now)
      told.activity.look(instance, now, before)
      told.changes.look(instance, now, before)
      told.residency.note(instance, now)
      if (before && replicas.leader.isHeld()) announceChanges(instance, now, before, { events, tasks, clock })
    },
  })
  const initial = demo ? connect({ name: first.name, url: demo.url, location: 'local' }, demo) : connect(first)
  const instances = createInstances([initial, ...others.map((address) => connect(address))])
  return {
    ...instances,
    leaveDemo: () => instances.replace(connect(first)),
    async [Symbol.asyncDispose]() {
      shared?.[Symbol.dispose]()
      await instances[Symbol.asyncDispose]()
    },
  }
}
