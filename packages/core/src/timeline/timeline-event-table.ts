import type { SpeedChange, TimelineEntry, TimelineKind } from '@ollama-dashboard/contracts'
import type { StoredEntity } from '../storage/stored-entity.ts'
import { createTimelineEventRepository } from './timeline-event-repository.ts'

export interface TimelineEventTables {
  timeline_events: TimelineEventRow
}

/** Kinds of entry that are stored for the timeline. The others are read from where they are stored anyway. */
export type StoredKind = Exclude<TimelineKind, 'alert' | 'settings' | 'audit'>

/** What an event is about beside its model and its server, for who may know of it. */
export interface EventScope {
  /** Further models that it names. */
  readonly models?: readonly string[]
  /** It tells of all models of its server at once. */
  readonly isOfAll?: true
}

/** A change as it is stored. Times are RFC 3339 in UTC. */
export interface TimelineEvent extends Omit<TimelineEntry, 'kind'> {
  readonly kind: StoredKind
  readonly scope: EventScope
}

/** `scope` and `speeds` are JSON. */
export interface TimelineEventRow {
  id: string
  at: string
  ended_at: string | null
  kind: string
  type: string
  instance: string | null
  model: string | null
  /** Equal for all spellings of one model. */
  model_id: string | null
  actor: string | null
  detail: string | null
  severity: string | null
  value_before: string | null
  value_after: string | null
  scope: string | null
  speeds: string | null
}

/** What an event can learn later. */
export type LaterKnown = Partial<Pick<TimelineEvent, 'ended_at' | 'kind' | 'type' | 'detail' | 'before' | 'after'>> & {
  readonly speeds?: readonly SpeedChange[]
}

export const timelineEvents = {
  open: createTimelineEventRepository,
  migrations: {
    async '0008-changes-events'({ schema }) {
      await schema
        .createTable('timeline_events')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('ended_at', 'text')
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('type', 'text', (column) => column.notNull())
        .addColumn('instance', 'text')
        .addColumn('model', 'text')
        .addColumn('model_id', 'text')
        .addColumn('actor', 'text')
        .addColumn('detail', 'text')
        .addColumn('severity', 'text')
        .addColumn('value_before', 'text')
        .addColumn('value_after', 'text')
        .addColumn('scope', 'text')
        .addColumn('speeds', 'text')
        .execute()
      await schema.createIndex('timeline_events_by_time').on('timeline_events').columns(['at', 'id']).execute()
      await schema.createIndex('timeline_events_by_kind').on('timeline_events').columns(['kind', 'at', 'id']).execute()
    },
  },
} satisfies StoredEntity<TimelineEventTables>
