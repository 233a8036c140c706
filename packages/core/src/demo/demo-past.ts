import { type ConversationMessage, comparableName, type Preset } from '@ollama-dashboard/contracts'
import type { AlertRepository } from '../alerts/alert-repository.ts'
import type { KnownAlert } from '../alerts/alert-table.ts'
import type { PastEntry } from '../audit/audit.ts'
import type { ConversationRepository } from '../conversations/conversation-repository.ts'
import { titleOf } from '../conversations/conversation-title.ts'
import type { Announcement, EventBus } from '../events/event-bus.ts'
import type { HistoryRepository } from '../history/history-repository.ts'
import type { PastReply } from '../history/open-history.ts'
import { demoIdOf } from '../instances/instance.ts'
import type { Clock } from '../kernel/clock.ts'
import type { EndedOperation } from '../operations/ended-operation.ts'
import type { OperationRepository } from '../operations/operation-repository.ts'
import { createOperations } from '../operations/operations.ts'
import { createObservedPerformance, type Observed } from '../performance/observed-performance.ts'
import type { PerformanceRepository } from '../performance/performance-repository.ts'
import type { PresetRepository } from '../presets/preset-table.ts'
import type { ResidencyRepository } from '../residency/residency-repository.ts'
import type { MadeChange, SettingsChangesRepository } from '../settings/settings-changes-table.ts'
import { createMemoryStorage } from '../storage/open-storage.ts'
import type { Storage } from '../storage/storage.ts'
import type { PastSample } from '../system/system-monitor.ts'
import { type NewEvent, newEvent } from '../timeline/changes/new-event.ts'
import type { TimelineEventRepository } from '../timeline/timeline-event-repository.ts'
import { alertsWithPast } from './alerts-with-past.ts'
import { conversationsWithPast } from './conversations-with-past.ts'
import { historyWithPast } from './history-with-past.ts'
import { operationsWithPast } from './operations-with-past.ts'
import { performanceWithPast } from './performance-with-past.ts'
import { presetsWithPast } from './presets-with-past.ts'
import { keepSpan, type PastResident, residencyWithPast } from './residency-with-past.ts'
import { settingsChangesWithPast } from './settings-changes-with-past.ts'
import { timelineWithPast } from './timeline-with-past.ts'

/** Tells one subject of the time before a demo began. */
export type DemoPast = (tell: PastTold) => void | Promise<void>

/** A conversation of the past. It is called by its first question where it has no title. */
export interface PastConversation {
  readonly id: string
  readonly title?: string
  readonly model: string
  /** Each with its time. */
  readonly messages: readonly (ConversationMessage & { readonly created_at: string })[]
}

/** Work of the past. It was done on the simulated server, unless it is of this host. */
export type PastOperation = Pick<EndedOperation, 'operation' | 'model' | 'seconds' | 'outcome'> & {
  readonly isOfHost?: boolean
  readonly traceId?: string
}

/** What a past is told to. Times are milliseconds since the epoch, and not after `now`. */
export interface PastTold {
  /** When the demo begins. */
  readonly now: number
  /** The name of the simulated server. */
  readonly instance: string
  /** They are read once, when the host begins to be watched. */
  host(samples: Iterable<PastSample>): void
  event(announcement: Announcement, at: number): void
  /** An entry of the timeline. */
  happened(event: NewEvent): void
  /** A request that ended then. Told oldest first. */
  request(observed: Omit<Observed, 'instance'>, at: number): Promise<void>
  /** Work that ended then. Told oldest first. */
  operation(ended: PastOperation, at: number): void
  /** A model that was in memory. Told oldest first. */
  resident(span: PastResident): void
  conversation(conversation: PastConversation): Promise<void>
  preset(preset: Preset): Promise<unknown>
  /** An alert that was resolved, or fires still. */
  alert(alert: KnownAlert): Promise<unknown>
  /** What somebody did. */
  audited(entry: PastEntry): void
  /** A change of the settings that were saved for a model, of which nothing is saved any more. Told oldest first. */
  settingsChange(model: string, change: MadeChange): Promise<void>
}

export interface DemoPastOptions {
  readonly past: ((until: number) => readonly DemoPast[]) | undefined
  readonly storage: Storage
  /** The name of the simulated server. */
  readonly instance: string
  readonly events: EventBus
  readonly clock: Clock
}

/** What subjects read and write while a demo lasts. Disposing it ends the past; what else was kept stays. */
export interface OpenDemoPast extends AsyncDisposable {
  readonly alerts: AlertRepository
  readonly conversations: ConversationRepository
  readonly history: HistoryRepository
  readonly performance: PerformanceRepository
  readonly operations: OperationRepository
  readonly presets: PresetRepository
  readonly settingsChanges: SettingsChangesRepository
  readonly timelineEvents: TimelineEventRepository
  readonly samples: Iterable<PastSample>
  readonly replies: readonly PastReply[]
  readonly residency: ResidencyRepository
  /** Oldest first. */
  readonly audit: readonly PastEntry[]
}

/** Keeps the past of a demo in memory, beside the storage and never in it. */
export async function openDemoPast(options: DemoPastOptions): Promise<OpenDemoPast> {
  const { storage: own, instance, events, clock } = options
  const now = clock.now()
  const past = await createMemoryStorage(clock)
  let samples: Iterable<PastSample> = []
  const replies: PastReply[] = []
  const happened: { readonly announcement: Announcement; readonly at: number }[] = []
  const audit: PastEntry[] = []
  const id = demoIdOf(instance)
  let time = now
  const observed = createObservedPerformance(past.performance, { ...clock, now: () => time })
  const operations = createOperations({
    repository: past.operations,
    clock: { ...clock, now: () => time },
    background: { failed: () => {} },
  })
  let isOver = false

  for (const tell of options.past?.(now) ?? []) {
    await tell({
      now,
      instance,
      host(told) {
        samples = told
      },
      event: (announcement, at) => void happened.push({ announcement, at }),
      happened: (event) => past.timelineEvents.add(newEvent(event, clock)),
      request(request, at) {
        time = at
        replies.push({ at, instance: id, speed: request.metrics })
        return observed.note({ ...request, instance: { id } })
      },
      operation({ isOfHost = false, traceId = '', ...ended }, at) {
        time = at
        operations.note({ ...ended, traceId, instance: isOfHost ? null : { id, name: instance } })
      },
      resident: (span) => keepSpan(past.residency, id, span, now),
      conversation: (conversation) => keep(past.conversations, conversation),
      preset: past.presets.add,
      alert: (alert) => past.alerts.save([{ alert }]),
      audited: (entry) => void audit.push(entry),
      settingsChange: (model, change) => keepChange(own, past, comparableName(model), change),
    })
  }
  // Several subjects tell of them.
  for (const { announcement, at } of happened.toSorted((a, b) => a.at - b.at)) events.recall(announcement, at)
  const lastEvent = events.lastId

  return {
    alerts: alertsWithPast(own.alerts, past.alerts, () => isOver),
    conversations: conversationsWithPast(own.conversations, past.conversations, () => isOver),
    replies,
    residency: residencyWithPast(own.residency, past.residency, id, () => isOver),
    history: historyWithPast(own.history, past.history, id, () => isOver),
    performance: performanceWithPast(own.performance, past.performance, id, () => isOver),
    operations: operationsWithPast(own.operations, past.operations, () => isOver),
    presets: await presetsWithPast(own.presets, past.presets, () => isOver),
    settingsChanges: settingsChangesWithPast(own.settingsChanges, past.settingsChanges, () => isOver),
    timelineEvents: timelineWithPast(own.timelineEvents, past.timelineEvents, instance, () => isOver),
    samples,
    audit: audit.sort((a, b) => a.at - b.at),
    async [Symbol.asyncDispose]() {
      if (isOver) return
      isOver = true
      events.forget(lastEvent)
      await past[Symbol.asyncDispose]()
    },
  }
}

async function keep(repository: ConversationRepository, conversation: PastConversation): Promise<void> {
  const { id, title, model, messages } = conversation
  const [first, last] = [messages[0], messages.at(-1)]
  if (!first || !last) return
  const times = { created_at: first.created_at, updated_at: last.created_at }
  const named = { id, owner: null, title: title ?? titleOf(messages), model, pinned: false }
  await repository.save({ ...named, ...times, message_count: messages.length }, messages)
}

/** Models that people saved settings for, before the demo or in an earlier one, have a history of their own. */
async function keepChange(own: Storage, past: Storage, key: string, made: MadeChange): Promise<void> {
  const isTheirs = (await own.settings.find(key)) ?? (await own.settingsChanges.page(key, { limit: 1 }))[0]
  if (isTheirs === undefined) await past.settings.apply([{ key, entry: null, replaces: null, made }])
}
