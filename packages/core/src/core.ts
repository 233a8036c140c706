import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type {
  DashboardEvent,
  Health,
  Instance as InstanceView,
  ServiceStatus,
  StatsHistory,
  StatsRange,
  SystemStats,
} from '@ollama-dashboard/contracts'
import { type Catalogue, createCatalogue } from './catalogue/catalogue.ts'
import { type Chat, createChat } from './chat/chat.ts'
import { type ChatSessions, createChatSessions } from './conversations/chat-sessions.ts'
import type { CoreOptions, InstanceAddress } from './core-options.ts'
import { leaveDemo } from './demo.ts'
import { createEventBus } from './events/event-bus.ts'
import { createEventStream, type EventMessage, type Subscription } from './events/event-stream.ts'
import { createHealth } from './health/health.ts'
import { createFirstAnswers } from './instances/first-answers.ts'
import { createInstance, type DemoReason, type Instance } from './instances/instance.ts'
import { createInstances } from './instances/instances.ts'
import { keepWatched } from './instances/keep-watched.ts'
import { createLeftOut } from './instances/left-out.ts'
import { isLocal } from './instances/location.ts'
import { createJobs, type Jobs } from './jobs/jobs.ts'
import { createPullKind, createPulls, type Pulls } from './jobs/pulls/pulls.ts'
import { createBackground, type WorkFailures } from './kernel/background.ts'
import { systemClock } from './kernel/clock.ts'
import { closeInOrder } from './kernel/close-in-order.ts'
import { usualMemoryRules } from './memory/memory-estimate.ts'
import { createMemoryObservations } from './memory/memory-observations.ts'
import { createModelMemory } from './memory/model-memory.ts'
import { createModelProfiles } from './memory/model-profiles.ts'
import { announceChanges } from './models/actions/announce-changes.ts'
import { createModelTasks } from './models/actions/model-tasks.ts'
import { createKnownRunners } from './models/actions/runner-options.ts'
import { createModels, type Models } from './models/models.ts'
import { createOllama } from './ollama/ollama-client.ts'
import { createObservedPerformance } from './performance/observed-performance.ts'
import { serviceStatus } from './service/service-status.ts'
import { createSettingsAdvice } from './settings/advice/settings-advice.ts'
import { createSavedSettings } from './settings/saved-settings.ts'
import { createSettings, type Settings } from './settings/settings.ts'
import { freeForModels, modelsFolder } from './system/disk.ts'
import { localHost } from './system/local-host.ts'
import { createWatchedHost } from './system/watched-host.ts'
import { takeSnapshot } from './take-snapshot.ts'

/** The product without HTTP. Times out and aborts on its own; throws DashboardError for whatever a person should know. */
export interface Core extends AsyncDisposable {
  readonly models: Models
  readonly settings: Settings
  readonly chat: Omit<Chat, keyof AsyncDisposable>
  readonly sessions: Omit<ChatSessions, keyof AsyncDisposable | 'ask' | 'answer' | 'replyBegins' | 'fileState'>
  readonly catalogue: Catalogue
  readonly jobs: Jobs & Pulls
  readonly system: { stats(): Promise<SystemStats>; history(range: StatsRange): StatsHistory }
  readonly instances: {
    list(): readonly InstanceView[]
    /** Ollama's version, null while it cannot be reached, and the server it is of. */
    version(instance?: string): { readonly version: string | null; readonly instance: string }
  }
  readonly service: { status(signal: AbortSignal, instance?: string): Promise<ServiceStatus> }
  readonly events: {
    recent(limit: number): readonly DashboardEvent[]
    /** How things stand, then what happens, until the signal aborts or core closes. */
    subscribe(subscription: Subscription): AsyncIterable<EventMessage>
  }
  /** What failed and no caller waited for, by kind of work; to be counted. */
  failures(): readonly WorkFailures[]
  /** False while what outlives the process cannot be kept. */
  isReady(): boolean
  health(): Health
}

export function createCore(options: CoreOptions): Core {
  const { clock = systemClock, demo, storage } = options
  const background = createBackground({ clock, ...(options.report && { report: options.report }) })
  const events = createEventBus(clock, background)
  const tasks = createModelTasks(clock)
  const runners = createKnownRunners()
  const { rules = usualMemoryRules, environment = {} } = options.ollama ?? {}
  const observations = createMemoryObservations({ repository: storage.memoryObservations, rules, clock })
  // Without what was measured before, estimates are only estimates.
  void background.settle('memory observations', observations.open())
  const firstAnswers = createFirstAnswers()

  function connect({ name, url, access, location = 'auto' }: InstanceAddress, reason?: DemoReason): Instance {
    const { firstByteTimeoutMs, idleTimeoutMs } = options
    const leftOut = createLeftOut(name, (error) => options.report?.(error))
    return createInstance({
      name,
      url,
      location,
      maxOnGpus: () => host.maxOnGpus(),
      ollama: createOllama(url, {
        ...(firstByteTimeoutMs !== undefined && { firstByteTimeoutMs }),
        ...(idleTimeoutMs !== undefined && { idleTimeoutMs }),
        ...(access && { access }),
        clock,
        onLeftOut: leftOut.note,
      }),
      clock,
      events,
      background,
      leftOut: leftOut.current,
      onLoaded(now, before) {
        if (!before) firstAnswers.announce()
        runners.keep(name, now)
        observations.note({ url, demo: reason ?? null }, now)
        if (before) announceChanges(name, now, before, { events, tasks, clock })
      },
      ...(reason && { demo: reason }),
    })
  }

  const [first, ...others] = options.instances
  const initial = demo ? connect({ name: first.name, url: demo.url }, demo) : connect(first)
  const instances = createInstances([initial, ...others.map((address) => connect(address))])

  const anyLocal = options.instances.some(({ url, location = 'auto' }) =>
    isLocal({ url, location, isElsewhere: () => false }),
  )
  const diskOf = anyLocal ? modelsFolder({ OLLAMA_MODELS: options.modelsDir }, existsSync) : options.dataDir
  const here = () => options.host ?? localHost({ diskOf, clock })
  const host = createWatchedHost(demo ? demo.host : here(), clock)

  const pullKind = createPullKind({
    instances,
    clock,
    freeBytes: (instance) => freeForModels(instance, host.monitor().collector.current().value?.disk ?? null, diskOf),
    maxConcurrent: options.maxConcurrentPulls,
  })
  const jobs = createJobs({ kinds: [pullKind], instances, events, clock, background, repository: storage.jobs })
  const pulls = createPulls(pullKind, jobs, instances)
  void jobs.resume()

  const watch = demo
    ? leaveDemo(demo, clock, async () => {
        const replaced = instances.replace(connect(first))
        await jobs.leaveDemo(first.name)
        await replaced
        host.watch(here())
        events.announce({ type: 'instance.changed', instance: first.name, detail: 'A real Ollama answered.' })
      })
    : null

  const profileOf = createModelProfiles()
  const memoryOf = createModelMemory({ profileOf, hostMemory: host.memoryFor, rules, observations })

  const savedSettings = createSavedSettings({
    repository: storage.settings,
    writtenFiles: storage.writtenFiles,
    path: options.settingsFile ?? join(options.dataDir, 'model_settings.json'),
    clock,
    report: (error) => background.failed('settings file', error),
  })
  const settings = createSettings({
    saved: savedSettings,
    advice: createSettingsAdvice({
      profileOf,
      memoryOf,
      vramTotalBytes: async (instance) => (isLocal(instance) && !instance.isElsewhere() ? host.vramTotal() : null),
      environmentOf: (instance) => (isLocal(instance) ? environment : {}),
      runners,
    }),
    instances,
    events,
    clock,
  })
  const sessions = createChatSessions({
    repository: storage.sessions,
    writtenFiles: storage.writtenFiles,
    path: options.historyFile ?? join(options.dataDir, 'history.json'),
    maxHistory: options.maxHistory ?? 50,
    clock,
    report: (error) => background.failed('history file', error),
  })
  const observed = createObservedPerformance(storage.performance, clock)
  const chat = createChat({
    instances,
    sessions,
    observed,
    events,
    tasks,
    runners,
    memoryOf,
    settingsOf: savedSettings.of,
    clock,
    background,
  })
  const models = createModels({
    instances,
    tasks,
    events,
    clock,
    runners,
    hostMemory: host.memoryFor,
    rules,
    observations,
    settings: {
      of: savedSettings.of,
      forget: savedSettings.forget,
      customised: savedSettings.customised,
    },
    modelsFolder: (instance) => (instance.demo === null && isLocal(instance) ? diskOf : null),
    pull: async (instance, model, signal) => jobs.finished((await pulls.pull(model, instance.name)).id, signal),
  })

  const closing = new AbortController()
  const subscribe = createEventStream({
    events,
    snapshot: () => takeSnapshot(instances, models, jobs),
    token: randomBytes(4).toString('hex'),
    closing: closing.signal,
    watch: keepWatched(instances, clock),
    onFirstAnswer: firstAnswers.listen,
  })

  return {
    models,
    settings,
    chat,
    sessions,
    catalogue: createCatalogue({ instances, hostMemory: host.memoryFor }),
    jobs: { ...jobs, ...pulls },
    system: { stats: () => host.monitor().stats(), history: (range) => host.monitor().history(range) },
    instances: {
      list: () => instances.list(),
      version(name) {
        const instance = instances.find(name)
        return { version: instance.reachable() ? instance.version.current().value : null, instance: instance.name }
      },
    },
    service: { status: async (signal, name) => serviceStatus(instances.find(name), signal) },
    events: { recent: events.recent, subscribe },
    failures: background.failures,
    isReady: () => storage.state().failure === null,
    health: createHealth({
      instances,
      system: host.monitor,
      gpuState: host.gpuState,
      storage,
      failures: background.failures,
      files: { 'settings-file': savedSettings.fileState, 'history-file': sessions.fileState },
      clock,
      version: options.version,
    }),
    async [Symbol.asyncDispose]() {
      closing.abort()
      const opened = [watch, host, jobs, chat, sessions, savedSettings, instances]
      await closeInOrder(opened, options.report)
    },
  }
}
