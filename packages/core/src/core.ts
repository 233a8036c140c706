import { openAccess } from './access/open-access.ts'
import { createApplication } from './application/application.ts'
import { openAudit } from './audit/open-audit.ts'
import { createCatalogue } from './catalogue/catalogue.ts'
import { createAlertSignals, openCoreAlerts } from './core-alerts.ts'
import { openEventBus, openEvents } from './core-events.ts'
import { openHost } from './core-host.ts'
import { openInstances, type WatchedInstances } from './core-instances.ts'
import type { Core } from './core-interface.ts'
import { openJobs } from './core-jobs.ts'
import { metricsOf } from './core-metrics.ts'
import { openModels } from './core-models.ts'
import { openOperations } from './core-operations.ts'
import type { CoreOptions } from './core-options.ts'
import { fencedBy, openStored } from './core-stored.ts'
import { openChanges, openTimeline } from './core-timeline.ts'
import { leaveDemo } from './demo/demo.ts'
import { openDemoPast } from './demo/demo-past.ts'
import { createDoctor } from './doctor/doctor.ts'
import { systemTools } from './doctor/patient.ts'
import { createHealth } from './health/health.ts'
import { createFirstAnswers } from './instances/first-answers.ts'
import { instanceHealth } from './instances/instance-health.ts'
import { versionOf } from './instances/instances.ts'
import { createBackground } from './kernel/background.ts'
import { systemContext } from './kernel/call-context.ts'
import { systemClock } from './kernel/clock.ts'
import type { OnAttempt } from './kernel/collector/collector-options.ts'
import { defaultMemoryConfig } from './memory/memory-estimate.ts'
import { createModelTasks } from './models/actions/model-tasks.ts'
import { createKnownRunners } from './models/actions/runner-options.ts'
import { createActivityTracker } from './models/activity/activity-tracker.ts'
import { createTasksElsewhere } from './models/activity/tasks-elsewhere.ts'
import { createObservedPerformance } from './performance/observed-performance.ts'
import { withSpeeds } from './performance/with-speeds.ts'
import { createPresets } from './presets/presets.ts'
import { alone } from './replicas/alone.ts'
import { openService } from './service/service.ts'
import { openWatchdog } from './watchdog/watchdog.ts'

/** Opens each subject from those it depends on. Closing the result closes them in the opposite order. */
export async function openCore(options: CoreOptions): Promise<Core> {
  await using opened = new AsyncDisposableStack()
  const { clock = systemClock, demo, storage, report, healthChecks = [] } = options
  const { replicas = alone({ version: options.version, clock }) } = options
  opened.use(fencedBy(replicas, storage))
  const background = createBackground({ clock, ...(report && { report }) })
  const events = opened.use(openEventBus({ replicas, clock, background }))
  const runners = createKnownRunners((...loaded) => changes.loadedWith(...loaded))
  const signals = createAlertSignals(clock, replicas.link)
  const firstAnswers = createFirstAnswers()
  const { rules = defaultMemoryConfig } = options.ollama ?? {}
  const [first] = options.instances
  const { access, nameOf } = opened.use(
    await openAccess({ storage, accepted: options.acceptedKeys, events, clock, background, link: replicas.link }),
  )
  const past = demo
    ? opened.use(await openDemoPast({ past: demo.past, instance: first.name, storage, events, clock }))
    : null
  const audit = opened.use(
    await openAudit({ ...options, past: past?.audit, access: { nameOf }, events, clock, background }),
  )
  const toStore = { ...options, rules, past, replicas, clock, background }
  const { observations, savedSettings, conversations, alertDelivery } = await openStored(toStore)
  for (const one of [savedSettings, conversations, alertDelivery]) opened.use(one)
  const recorded = { storage, stored: past ?? storage, replicas, events, clock }

  const all = () => instances.all()
  const operations = openOperations({
    repository: (past ?? storage).operations,
    clock,
    background,
    instances: all,
  })
  const tasks = createModelTasks(clock, operations.onTask, opened.use(createTasksElsewhere(replicas.link, clock)))
  const onAttempt: OnAttempt = (...attempt) => operations.onReading(null, ...attempt)
  const machine = opened.use(await openHost({ ...toStore, watched: () => instances, tasks, onAttempt }))
  const { host, history, residency, system } = machine
  const changes = opened.use(await openChanges({ ...options, ...recorded, tasks }))
  const measured = createObservedPerformance((past ?? storage).performance, clock, history.reply)
  const observed = withSpeeds(measured, storage.speeds, clock)
  const activity = opened.use(createActivityTracker({ ...recorded, ...observed, tasks, replicas, instances: all }))
  const told = { firstAnswers, runners, observations, activity, changes, residency }
  const instances: WatchedInstances = opened.use(
    openInstances({
      ...options,
      replicas,
      host,
      tasks,
      told,
      onAttempt: operations.onReading,
      events,
      clock,
      background,
    }),
  )

  const service = opened.use(openService({ ...options, replicas, instances, events, clock, background }))
  const timeline = opened.use(openTimeline({ ...recorded, changes, instances, host, audit, background }))
  const jobs = opened.use(
    openJobs({
      models: () => models,
      settings: () => settings,
      freeBytes: host.freeForModels,
      maxConcurrent: options.maxConcurrentPulls,
      onEnd: operations.note,
      instances,
      events,
      clock,
      background,
      storage,
      replicas,
    }),
  )
  void jobs.resume()

  if (demo) {
    const goOver = async () => {
      machine.leaveDemo()
      await alerts.leaveDemo()
      await past?.[Symbol.asyncDispose]()
      await Promise.all([audit.leaveDemo(), instances.leaveDemo(), jobs.serverReplaced(first.name)])
      events.announce({ type: 'instance.changed', instance: first.name, detail: 'A real Ollama answered.' })
    }
    opened.use(leaveDemo(demo, { clock, background, goOver }))
  }

  const work = openModels({
    ...options,
    ...{ instances, events, tasks, runners, activity, clock, background, host, operations, signals },
    ...{ observations, savedSettings, conversations, observed, rules },
    history: (past ?? storage).settingsChanges,
    pull: async (context, instance, model) =>
      jobs.finished(context, await jobs.pull(context, { model, instance: instance.name })),
  })
  const { settings, models } = work
  const chat = opened.use(work.chat)

  // Listeners leave first, before what they are told of is closed.
  const streams = openEvents({ events, instances, models, jobs, alerts: () => alerts, host, firstAnswers, clock })
  opened.use(streams)

  const checked = [host, storage, audit, background, savedSettings, conversations, alertDelivery, replicas]
  const ofServers = () => all().flatMap(instanceHealth)
  const checks = [ofServers, ...checked.map((one) => one.health), ...healthChecks]
  const health = opened.use(createHealth({ checks, clock, version: options.version }))
  const watched = { instances, service, host, runners, activity, operations, timeline, signals, checks }
  const isStorageUp = () => storage.state().failure === null
  const toAlerts = { storage, past, messages: alertDelivery.messages, replicas, isStorageUp, ...watched }
  const alerts = opened.use(await openCoreAlerts({ ...toAlerts, events, clock, background }))
  opened.use(openWatchdog({ ...options, replicas, alerts, models, service, instances, audit, clock, background }))
  opened.defer(instances.stopReading)
  const subjects = opened.move()

  return {
    ...access,
    models,
    residency,
    settings,
    chat,
    conversations,
    presets: createPresets({ storage: past ?? storage, events, clock }),
    catalogue: createCatalogue({ instances, hostMemory: host.memoryFor }),
    jobs,
    alerts,
    alertSignals: signals,
    alertDelivery,
    audit,
    application: createApplication({ instances, host, savedSettings, health, clock }),
    timeline,
    operations: {
      statistics: ({ actor }, { range, instance }) =>
        operations.statistics({ instance: instances.find(instance), range }, actor),
    },
    system,
    instances: { list: instances.list, version: (_, input) => versionOf(instances.find(input?.instance)) },
    doctor: createDoctor({
      ...{ ...options, rules, instances, host, clock, background },
      addresses: options.instances,
      needsKey: options.acceptedKeys !== null,
      tools: systemTools(service),
    }),
    service,
    events: { recent: streams.recent, subscribe: streams.subscribe },
    failures: background.failures,
    metrics: metricsOf({
      clock,
      instances,
      models,
      stats: () => host.monitor().collector.current().value,
      jobs: () => jobs.list(systemContext),
      health: () => health.read(systemContext.actor),
      isStorageUp,
      counted: [background, audit, operations, alerts, alertDelivery, replicas].map(({ metrics }) => metrics),
    }),
    isReady: isStorageUp,
    health: ({ actor }) => health.read(actor),
    // If one fails to close, the others were closed all the same.
    [Symbol.asyncDispose]: () => subjects.disposeAsync().catch((error: unknown) => report?.(error)),
  }
}
