import { hostname } from 'node:os'
import { comparableName } from '@ollama-dashboard/contracts'
import type { OwnedAudit } from './audit/audit.ts'
import type { CoreOptions } from './core-options.ts'
import type { EventBus } from './events/event-bus.ts'
import type { Instances } from './instances/instances.ts'
import { isLocal } from './instances/location.ts'
import type { Background } from './kernel/background.ts'
import type { Clock } from './kernel/clock.ts'
import type { ModelTasks } from './models/actions/model-tasks.ts'
import type { Replicas } from './replicas/replicas.ts'
import type { Storage } from './storage/storage.ts'
import type { WatchedHost } from './system/watched-host.ts'
import { createModelChanges, type ModelChanges } from './timeline/changes/model-changes.ts'
import { createRecorder, type Recorder } from './timeline/changes/recorder.ts'
import { beginRun } from './timeline/runs/begin-run.ts'
import { alertSource } from './timeline/sources/alert-source.ts'
import { auditSource } from './timeline/sources/audit-source.ts'
import { eventSources } from './timeline/sources/event-source.ts'
import { settingsSource } from './timeline/sources/settings-source.ts'
import { createTimeline, type Timeline } from './timeline/timeline.ts'
import { createUpgradeGuard, type UpgradeGuard, type UpgradeGuardOptions } from './timeline/upgrades/upgrade-guard.ts'
import { watchVersions } from './timeline/versions/version-watch.ts'

interface Shared extends Pick<CoreOptions, 'storage'> {
  /** What a demo has of its own, in place of the storage. */
  readonly stored: Pick<Storage, 'alerts' | 'timelineEvents' | 'settingsChanges'>
  readonly events: EventBus
  readonly clock: Clock
  readonly replicas: Replicas
}

interface ChangesOptions extends Shared, Pick<CoreOptions, 'version' | 'dataDir'> {
  readonly tasks: Pick<ModelTasks, 'working'>
}

/** What records what happens, from before anything can happen until nothing can any more. */
export interface Changes extends Disposable, ModelChanges {
  readonly recorder: Recorder
}

export async function openChanges(options: ChangesOptions): Promise<Changes> {
  const { storage, stored, events, tasks, clock, version, dataDir, replicas } = options
  const opened = new DisposableStack()
  const recorder = opened.use(
    createRecorder({ repository: stored.timelineEvents, events, clock, leader: replicas.leader }),
  )
  const place = `${hostname()} ${dataDir}`
  opened.use(await beginRun({ repository: storage.runs, recorder, version, place, clock }))
  return {
    recorder,
    ...createModelChanges({ recorder: recorder.once, tasks, clock }),
    [Symbol.dispose]: () => opened.dispose(),
  }
}

interface TimelineOptions extends Shared {
  readonly changes: Changes
  readonly instances: Instances
  readonly host: Pick<WatchedHost, 'driver'>
  readonly audit: Pick<OwnedAudit, 'byTime'>
  readonly background: Background
  /** Told of each model that is slower since an upgrade, whenever it was compared. */
  readonly onSlower?: UpgradeGuardOptions['onSlower']
}

/** What happened, read where it is stored, and what came of new versions. */
export function openTimeline(options: TimelineOptions): Timeline & Pick<UpgradeGuard, 'slower'> & Disposable {
  const { storage, stored, changes, instances, host, audit, clock, background, replicas } = options
  const { recorder } = changes
  const opened = new DisposableStack()
  const { driver } = host
  const versions = { repository: storage.knownVersions, recorder: recorder.once, instances, driver }
  opened.use(watchVersions({ ...versions, clock, background, replicas }))
  const guard = opened.use(
    createUpgradeGuard({
      events: stored.timelineEvents,
      speeds: storage.speeds,
      instances,
      isLocal,
      onSlower: options.onSlower,
      clock,
      background,
      leader: replicas.leader,
    }),
  )

  /** As Ollama spells it where it is installed. */
  const spelled = (model: string) =>
    instances
      .all()
      .flatMap(({ installed }) => installed.current().value ?? [])
      .find(({ name }) => comparableName(name) === model)?.name ?? model

  const { list } = createTimeline({
    sources: [
      ...eventSources(stored.timelineEvents),
      settingsSource(stored.settingsChanges, spelled),
      auditSource(audit),
      alertSource(stored.alerts),
    ],
    instances,
    clock,
  })
  return { list, slower: guard.slower, [Symbol.dispose]: () => opened.dispose() }
}
