import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createCatalogue } from './catalogue/catalogue.ts'
import { createChat } from './chat/chat.ts'
import { openChatSessions } from './conversations/chat-sessions.ts'
import type { Core } from './core-interface.ts'
import type { CoreOptions } from './core-options.ts'
import { leaveDemo } from './demo.ts'
import { createEventBus } from './events/event-bus.ts'
import { createEventStream } from './events/event-stream.ts'
import { createHealth } from './health/health.ts'
import { connectInstance } from './instances/connect-instance.ts'
import { createFirstAnswers } from './instances/first-answers.ts'
import { instanceHealth } from './instances/instance-health.ts'
import { createInstances } from './instances/instances.ts'
import { keepWatched } from './instances/keep-watched.ts'
import { isLocal } from './instances/location.ts'
import { createJobs } from './jobs/jobs.ts'
import { createPullKind, createPulls } from './jobs/pulls/pulls.ts'
import { createBackground } from './kernel/background.ts'
import { systemClock } from './kernel/clock.ts'
import { usualMemoryRules } from './memory/memory-estimate.ts'
import { openMemoryObservations } from './memory/memory-observations.ts'
import { createModelMemory } from './memory/model-memory.ts'
import { createModelProfiles } from './memory/model-profiles.ts'
import { announceChanges } from './models/actions/announce-changes.ts'
import { createModelTasks } from './models/actions/model-tasks.ts'
import { createKnownRunners } from './models/actions/runner-options.ts'
import { createModels } from './models/models.ts'
import { createObservedPerformance } from './performance/observed-performance.ts'
import { serviceStatus } from './service/service-status.ts'
import { createSettingsAdvice } from './settings/advice/settings-advice.ts'
import { openSavedSettings } from './settings/saved-settings.ts'
import { createSettings } from './settings/settings.ts'
import { storageHealth } from './storage/storage-health.ts'
import { freeForModels, modelsFolder } from './system/disk.ts'
import { localHost } from './system/local-host.ts'
import { createWatchedHost } from './system/watched-host.ts'
import { takeSnapshot } from './take-snapshot.ts'

/** Opens each subject from those it depends on. Closing the result closes them in the opposite order. */
export async function openCore(options: CoreOptions): Promise<Core> {
  await using opened = new AsyncDisposableStack()
  const { clock = systemClock, demo, storage, report } = options
  const background = createBackground({ clock, ...(report && { report }) })
  const events = createEventBus(clock, background)
  const tasks = createModelTasks(clock)
  const runners = createKnownRunners()
  const firstAnswers = createFirstAnswers()
  const { rules = usualMemoryRules, environment = {} } = options.ollama ?? {}

  const [observations, savedSettings, sessions] = await Promise.all([
    openMemoryObservations({ repository: storage.memoryObservations, rules, clock, background }),
    openSavedSettings({
      repository: storage.settings,
      writtenFiles: storage.writtenFiles,
      path: options.settingsFile ?? join(options.dataDir, 'model_settings.json'),
      clock,
      report: (error) => background.failed('settings file', error),
    }),
    openChatSessions({
      repository: storage.sessions,
      writtenFiles: storage.writtenFiles,
      path: options.historyFile ?? join(options.dataDir, 'history.json'),
      maxHistory: options.maxHistory ?? 50,
      clock,
      report: (error) => background.failed('history file', error),
    }),
  ])
  for (const one of [savedSettings, sessions]) opened.use(one)

  const connect = connectInstance({
    ...options,
    clock,
    events,
    background,
    maxOnGpus: () => host.maxOnGpus(),
    onLoaded(instance, now, before) {
      if (!before) firstAnswers.announce()
      runners.keep(instance, now)
      observations.note(instance, now)
      if (before) announceChanges(instance, now, before, { events, tasks, clock })
    },
  })
  const [first, ...others] = options.instances
  const initial = demo ? connect({ name: first.name, url: demo.url }, demo) : connect(first)
  const instances = opened.use(createInstances([initial, ...others.map((address) => connect(address))]))

  const anyLocal = options.instances.some(({ url, location = 'auto' }) =>
    isLocal({ url, location, isElsewhere: () => false }),
  )
  const diskOf = anyLocal ? modelsFolder({ OLLAMA_MODELS: options.modelsDir }, existsSync) : options.dataDir
  const here = () => options.host ?? localHost({ diskOf, clock })
  const host = opened.use(createWatchedHost(demo ? demo.host : here(), clock))

  const pullKind = createPullKind({
    instances,
    clock,
    freeBytes: (instance) => freeForModels(instance, host.monitor().collector.current().value?.disk ?? null, diskOf),
    maxConcurrent: options.maxConcurrentPulls,
  })
  const jobs = opened.use(
    createJobs({ kinds: [pullKind], instances, events, clock, background, repository: storage.jobs }),
  )
  const pulls = createPulls(pullKind, jobs, instances)
  void jobs.resume()

  if (demo) {
    const goOver = async () => {
      const replaced = instances.replace(connect(first))
      await jobs.leaveDemo(first.name)
      await replaced
      host.watch(here())
      events.announce({ type: 'instance.changed', instance: first.name, detail: 'A real Ollama answered.' })
    }
    opened.use(leaveDemo(demo, { clock, background, goOver }))
  }

  const profileOf = createModelProfiles()
  const memoryOf = createModelMemory({ profileOf, hostMemory: host.memoryFor, rules, observations })
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
  const chat = opened.use(
    createChat({
      instances,
      sessions,
      observed: createObservedPerformance(storage.performance, clock),
      events,
      tasks,
      runners,
      memoryOf,
      settingsOf: savedSettings.of,
      clock,
      background,
    }),
  )
  const models = createModels({
    instances,
    tasks,
    events,
    clock,
    runners,
    hostMemory: host.memoryFor,
    rules,
    observations,
    settings: savedSettings,
    modelsFolder: (instance) => (instance.demo === null && isLocal(instance) ? diskOf : null),
    pull: async (context, instance, model) =>
      jobs.finished(context, await pulls.pull(context, { model, instance: instance.name })),
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
  // Listeners leave first, before what they are told of is closed.
  opened.defer(() => closing.abort())

  const health = createHealth({
    checks: [
      () => instances.all().flatMap(instanceHealth),
      host.health,
      () => storageHealth(storage),
      background.health,
      savedSettings.health,
      sessions.health,
    ],
    clock,
    version: options.version,
  })
  const subjects = opened.move()

  return {
    models,
    settings,
    chat,
    sessions,
    catalogue: createCatalogue({ instances, hostMemory: host.memoryFor }),
    jobs: { ...jobs, ...pulls },
    system: { stats: () => host.monitor().stats(), history: (_, { range }) => host.monitor().history(range) },
    instances: {
      list: () => instances.list(),
      version(_, input) {
        const instance = instances.find(input?.instance)
        return { version: instance.reachable() ? instance.version.current().value : null, instance: instance.name }
      },
    },
    service: { status: async ({ signal }, input) => serviceStatus(instances.find(input?.instance), signal) },
    events: { recent: (_, { limit }) => events.recent(limit), subscribe },
    failures: background.failures,
    isReady: () => storage.state().failure === null,
    health: () => health(),
    async [Symbol.asyncDispose]() {
      try {
        await subjects.disposeAsync()
      } catch (error) {
        // Each was closed all the same.
        report?.(error)
      }
    },
  }
}
