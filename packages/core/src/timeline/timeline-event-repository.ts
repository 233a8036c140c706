import { comparableName, type SpeedChange, type TimelineEntry } from '@ollama-dashboard/contracts'
import type { RepositoryOptions } from '../storage/stored-entity.ts'
import type {
  LaterKnown,
  StoredKind,
  TimelineEvent,
  TimelineEventRow,
  TimelineEventTables,
} from './timeline-event-table.ts'
import type { Place } from './timeline-source.ts'

/** Who writes it: any replica, or the one that does for all. */
export interface WrittenBy {
  readonly isFenced?: boolean
}

export interface EventsQuery {
  readonly kinds: readonly StoredKind[]
  /** Not before this time, RFC 3339. */
  readonly from: string
  readonly before: Place
  /** Only what is about this server, or about none. */
  readonly instance?: string | undefined
  readonly model?: string | undefined
  readonly limit: number
}

/**
 * What happened, newest first. Changes are written together, within seconds and at the end; what is read has them.
 */
export type TimelineEventRepository = ReturnType<typeof createTimelineEventRepository>

/** What reads throws `storage_unavailable` when the storage cannot be read. */
export function createTimelineEventRepository({ db, guard, measurements }: RepositoryOptions<TimelineEventTables>) {
  async function read<T>(query: () => Promise<T>): Promise<T> {
    await measurements.flush()
    return guard.read(query)
  }

  const adding = ({ isFenced = false }: WrittenBy) => (isFenced ? measurements.addFenced : measurements.add)

  return {
    add(event: TimelineEvent, by: WrittenBy = {}): void {
      const row = rowOf(event)
      adding(by)((transaction) =>
        transaction
          .insertInto('timeline_events')
          .values(row)
          .execute()
          .then(() => {}),
      )
    },

    /** What became known of an event after it was added. One that is forgotten stays so. */
    change(id: string, later: LaterKnown, by: WrittenBy = {}): void {
      const { ended_at, kind, type, detail, before, after, speeds } = later
      const values = {
        ...(ended_at !== undefined && { ended_at }),
        ...(kind !== undefined && { kind }),
        ...(type !== undefined && { type }),
        ...(detail !== undefined && { detail }),
        ...(before !== undefined && { value_before: before }),
        ...(after !== undefined && { value_after: after }),
        ...(speeds !== undefined && { speeds: JSON.stringify(speeds) }),
      }
      if (Object.keys(values).length === 0) return
      adding(by)((transaction) =>
        transaction
          .updateTable('timeline_events')
          .set(values)
          .where('id', '=', id)
          .execute()
          .then(() => {}),
      )
    },

    /** Newest first; those of one moment in the opposite order of their ids. */
    async page({ kinds, from, before, instance, model, limit }: EventsQuery): Promise<TimelineEvent[]> {
      if (kinds.length === 0) return []
      let query = db.selectFrom('timeline_events').selectAll().where('at', '>=', from)
      query = query.where('kind', 'in', kinds)
      const { key } = before
      query =
        key === null
          ? query.where('at', '<', before.at)
          : query.where(({ eb, or, and }) =>
              or([eb('at', '<', before.at), and([eb('at', '=', before.at), eb('id', '<', key)])]),
            )
      if (instance !== undefined)
        query = query.where(({ eb, or }) => or([eb('instance', '=', instance), eb('instance', 'is', null)]))
      if (model !== undefined) query = query.where('model_id', '=', comparableName(model))
      const rows = await read(() => query.orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).execute())
      return rows.map(eventOf)
    },

    /** Forgets what is older than a time, and the oldest beyond so many. */
    removeOld(before: string, kept: number): void {
      measurements.add(async (transaction) => {
        await transaction.deleteFrom('timeline_events').where('at', '<', before).execute()
        const first = await transaction
          .selectFrom('timeline_events')
          .select('at')
          .orderBy('at', 'desc')
          .orderBy('id', 'desc')
          .offset(kept)
          .limit(1)
          .executeTakeFirst()
        if (first) await transaction.deleteFrom('timeline_events').where('at', '<=', first.at).execute()
      })
    },
  }
}

function rowOf(event: TimelineEvent): TimelineEventRow {
  const { before, after, by, scope, speeds, ...rest } = event
  return {
    ...rest,
    model_id: event.model === null ? null : comparableName(event.model),
    actor: by,
    value_before: before,
    value_after: after,
    scope: Object.keys(scope).length === 0 ? null : JSON.stringify(scope),
    speeds: speeds.length === 0 ? null : JSON.stringify(speeds),
  }
}

/** Only rowOf writes rows, so their kinds and severities are those of an event. */
const eventOf = (row: TimelineEventRow): TimelineEvent => {
  const { model_id: _, actor, value_before, value_after, scope, speeds, ...rest } = row
  return {
    ...rest,
    kind: rest.kind as StoredKind,
    severity: rest.severity as TimelineEntry['severity'],
    by: actor,
    before: value_before,
    after: value_after,
    scope: scope === null ? {} : JSON.parse(scope),
    speeds: speeds === null ? [] : (JSON.parse(speeds) as SpeedChange[]),
  }
}
