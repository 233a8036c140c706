import { comparableName } from '@ollama-dashboard/contracts'
import type { OwnedAudit } from './audit/audit.ts'
import type { EventBus } from './events/event-bus.ts'
import type { Instances } from './instances/instances.ts'
import type { Clock } from './kernel/clock.ts'
import type { Storage } from './storage/storage.ts'
import { createRecorder } from './timeline/changes/recorder.ts'
import { auditSource } from './timeline/sources/audit-source.ts'
import { eventSources } from './timeline/sources/event-source.ts'
import { settingsSource } from './timeline/sources/settings-source.ts'
import { createTimeline, type Timeline } from './timeline/timeline.ts'

export interface CoreTimelineOptions {
  readonly stored: Pick<Storage, 'timelineEvents' | 'settingsChanges'>
  readonly instances: Instances
  readonly audit: Pick<OwnedAudit, 'byTime'>
  readonly events: EventBus
  readonly clock: Clock
}

/** What happened: records what is stored nowhere else, and reads the rest where it is stored. */
export function openTimeline(options: CoreTimelineOptions): Timeline & Disposable {
  const { stored, instances, audit, events, clock } = options
  const recorder = createRecorder({ repository: stored.timelineEvents, events, clock })

  /** As Ollama spells it where it is installed. */
  const spelled = (model: string) =>
    instances
      .all()
      .flatMap(({ installed }) => installed.current().value ?? [])
      .find(({ name }) => comparableName(name) === model)?.name ?? model

  const timeline = createTimeline({
    sources: [
      ...eventSources(stored.timelineEvents),
      settingsSource(stored.settingsChanges, spelled),
      auditSource(audit),
    ],
    instances,
    clock,
  })
  return { ...timeline, [Symbol.dispose]: () => recorder[Symbol.dispose]() }
}
