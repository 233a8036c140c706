import type { EventBus } from '../events/event-bus.ts'
import type { Background } from '../kernel/background.ts'
import type { Clock } from '../kernel/clock.ts'
import { type Collector, createCollector } from '../kernel/collector/collector.ts'
import type { CollectorOptions, OnAttempt } from '../kernel/collector/collector-options.ts'
import type { InstalledModel, LoadedModel, Ollama } from '../ollama/ollama.ts'
import type { LeftOutRows, ModelListName } from '../ollama/ollama-client.ts'
import { shortestWatchedMs } from './keep-watched.ts'
import type { Located, Location } from './location.ts'
import { createModelTraits, type ModelTraits } from './model-traits.ts'
import { createReachability, expectReachable } from './reachability.ts'
import type { SharedReadings } from './readings/shared-readings.ts'
import { createShowCache, type ShowCache } from './show-cache.ts'

/** What stood at the default address before the simulator took its place, and what it answered. */
export interface DemoReason {
  readonly tried: string
  readonly reason: string
}

export interface InstanceOptions {
  readonly name: string
  readonly url: URL
  readonly ollama: Ollama
  readonly clock: Clock
  readonly events: EventBus
  readonly background: Pick<Background, 'failed'>
  /** How many rows of its lists were left out when they were last read; none when absent. */
  readonly leftOut?: () => LeftOut
  readonly demo?: DemoReason
  /** `auto` when absent. */
  readonly location?: Location
  /** What the replicas of this dashboard tell each other of its lists; nothing when absent. */
  readonly shared?: SharedReadings
  /** How often to look what is in memory while somebody watches. */
  readonly watchedMs?: number
  /** The most that models can hold on the GPUs of this machine, bytes; null where that is not known. */
  readonly maxOnGpus?: () => number | null
  /** Told of each attempt to read one of its lists, or its version. */
  readonly onAttempt?: (instance: Instance, ...attempt: Parameters<OnAttempt>) => void
  /** Called after each good answer of `/api/ps`; `before` is null with the first. */
  readonly onLoaded?: (instance: Instance, now: readonly LoadedModel[], before: readonly LoadedModel[] | null) => void
}

export type LeftOut = Readonly<Record<ModelListName, LeftOutRows>>
const noRows: LeftOutRows = { leftOut: 0, isFull: false }
export const nothingLeftOut: LeftOut = { installed: noRows, loaded: noRows }

/** One Ollama server: how to ask it, and what it last said. */
export interface Instance extends AsyncDisposable, Located {
  /** Stable: what is stored of a server is stored under it. A simulated server has one of its own. */
  readonly id: string
  readonly name: string
  readonly demo: DemoReason | null
  /** It ends with the process: nothing is stored of it, and what is stored under its name is of another server. */
  readonly isEphemeral: boolean
  readonly ollama: Ollama
  readonly loaded: Collector<readonly LoadedModel[]>
  readonly installed: Collector<readonly InstalledModel[]>
  readonly version: Collector<string>
  readonly shown: ShowCache
  readonly traits: ModelTraits
  /**
   * Forgets what is known of it and asks anew; resolves when it has answered, or failed to. What is under way with it goes
   * on.
   */
  restart(): Promise<void>
  /** Gives up what is being read of it, which may hang, and reads nothing more: whoever waits is told what is known. */
  stopReading(): void
  /** Rows of its lists that say nothing that could be shown. */
  leftOut(): LeftOut
  /** Whether the last look at what is loaded could be read; null until it was asked once. */
  reachable(): boolean | null
  /** Since when it is as `reachable` says; milliseconds since the epoch. */
  since(): number
  /** Throws why it cannot be read while that is known to last, so that an action does not wait in vain. */
  expectReachable(): void
}

/** The `id` of a simulated server. No name has a colon. */
export const demoIdOf = (name: string): string => `demo:${name}`
export const isDemoId = (id: string): boolean => id.startsWith('demo:')

/** Starts polling at once. Disposing it stops polling and closes the connections to the server. */
export function createInstance(options: InstanceOptions): Instance {
  const { name, ollama, clock, events, background } = options
  const onUnexpected = (error: unknown) => background.failed(`watching ${name}`, error)
  let maxUsedOnGpus = 0
  let maxRoom = 0

  /** The most there was so far: a card that was unplugged has held here what it held. */
  function roomOnGpus(): number {
    const now = options.maxOnGpus?.() ?? null
    if (now === null) return Number.POSITIVE_INFINITY
    maxRoom = Math.max(maxRoom, now)
    return maxRoom
  }

  const readersOfLoaded = options.shared?.of<readonly LoadedModel[]>(options, 'running')
  const reachability = createReachability({
    name,
    events,
    clock,
    isAnnounced: () => options.shared?.isLeader() ?? true,
    onBack() {
      // Another replica asks for all, and tells.
      if (readersOfLoaded?.isReadElsewhere()) return
      // What was learnt before it went away may no longer hold.
      void version.refresh()
      void installed.refresh()
    },
  })
  const onAttempt: CollectorOptions<unknown>['onAttempt'] = (...attempt) => options.onAttempt?.(instance, ...attempt)
  const traits = createModelTraits(ollama, onUnexpected)
  const loaded = createCollector({
    name: 'running',
    others: readersOfLoaded,
    onUnexpected,
    onAttempt,
    fetch: (signal) => ollama.loaded(signal),
    intervalMs: 10_000,
    watchedIntervalMs: options.watchedMs ?? shortestWatchedMs,
    clock,
    onReading: ({ value, error }, before) => {
      reachability.note(error)
      if (!value || value === before.value) return
      const onGpus = value.reduce((sum, { sizeVram }) => sum + (sizeVram ?? 0), 0)
      maxUsedOnGpus = Math.max(maxUsedOnGpus, onGpus)
      roomOnGpus()
      options.onLoaded?.(instance, value, before.value)
    },
  })
  const installed = createCollector({
    name: 'available',
    others: options.shared?.of<readonly InstalledModel[]>(options, 'available'),
    onUnexpected,
    onAttempt,
    fetch: (signal) => ollama.installed(signal),
    intervalMs: 30_000,
    watchedIntervalMs: 10_000,
    clock,
    onReading: ({ value, error }) => {
      if (value && !error) traits.learn(value)
    },
  })
  const version = createCollector({
    name: 'version',
    others: options.shared?.of<string>(options, 'version'),
    onUnexpected,
    onAttempt,
    fetch: (signal) => ollama.version(signal),
    intervalMs: 300_000,
    watchedIntervalMs: 300_000,
    clock,
  })
  const shown = createShowCache(ollama)
  const collectors = [loaded, installed, version]
  const instance: Instance = {
    id: options.demo ? demoIdOf(name) : name,
    name,
    url: options.url,
    location: options.location ?? 'auto',
    isElsewhere: () => maxUsedOnGpus > 0 && maxUsedOnGpus > roomOnGpus(),
    demo: options.demo ?? null,
    isEphemeral: options.demo !== undefined,
    ollama,
    loaded,
    installed,
    version,
    shown,
    traits,
    leftOut: options.leftOut ?? (() => nothingLeftOut),
    stopReading() {
      for (const opened of [...collectors, traits]) opened[Symbol.dispose]()
    },
    async restart() {
      shown.forgetAll()
      traits.forgetAll()
      await Promise.all(collectors.map((collector) => collector.restart()))
    },
    reachable: reachability.current,
    since: reachability.since,
    expectReachable: () => expectReachable(loaded.current(), installed.current()),
    async [Symbol.asyncDispose]() {
      instance.stopReading()
      await ollama[Symbol.asyncDispose]()
    },
  }
  for (const collector of collectors) collector.start()
  return instance
}
