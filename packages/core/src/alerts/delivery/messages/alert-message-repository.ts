import type { DeliveryState } from '@ollama-dashboard/contracts'
import { sql, type Transaction } from 'kysely'
import type { Lease } from '../../../replicas/lease.ts'
import type { RepositoryOptions } from '../../../storage/stored-entity.ts'
import {
  type AlertMessageTables,
  insertAlertMessages,
  type NewAlertMessage,
  type StoredAlertMessage,
  storedOf,
} from './alert-message-table.ts'
import { worstOfNewest } from './message-states.ts'

/** How the messages of one channel stand. Times are RFC 3339. */
export interface ChannelMessages {
  readonly waiting: number
  readonly lastDeliveredAt: string | null
  /** Of the newest attempt; null if it succeeded, or there was none. */
  readonly lastError: string | null
  readonly lastAttemptAt: string | null
  /** The one that is sent next. */
  readonly first: StoredAlertMessage | null
}

/** What an attempt came to. A message that waits has a time for the next one. */
export interface AttemptResult {
  readonly state: DeliveryState
  readonly at: string
  readonly error: string | null
  readonly nextAttemptAt: string | null
}

/** Messages about alerts, until they are delivered and for a while after that. */
export type AlertMessageRepository = ReturnType<typeof createAlertMessageRepository>

/** Every method throws `storage_unavailable` when it cannot keep its promise. */
export function createAlertMessageRepository({ db, guard, lock }: RepositoryOptions<AlertMessageTables>) {
  const waiting = (channel: string) =>
    db.selectFrom('alert_messages').where('channel', '=', channel).where('state', '=', 'waiting')

  async function insert(transaction: Transaction<AlertMessageTables>, messages: readonly NewAlertMessage[]) {
    await lock(transaction, 'alert-messages')
    await insertAlertMessages(transaction, messages)
  }

  async function first(channel: string): Promise<StoredAlertMessage | null> {
    const row = await guard.read(() => waiting(channel).selectAll().orderBy('number').limit(1).executeTakeFirst())
    return row ? storedOf(row) : null
  }

  return {
    /** The message that the channel gets next. */
    first,

    /**
     * Stores messages that wait to be sent, in the transaction that stores what they tell of: both are kept or neither is.
     * Nothing is sent before `AlertDelivery.wake` is called, or the next start.
     */
    insert,

    /** For messages that tell of nothing else that is stored. */
    async add(messages: readonly NewAlertMessage[]): Promise<void> {
      await guard.write(() => db.transaction().execute((transaction) => insert(transaction, messages)))
    },

    /** A message that was sent already, for the log. */
    async addEnded(
      message: NewAlertMessage,
      { state, at, error }: Omit<AttemptResult, 'nextAttemptAt'>,
    ): Promise<void> {
      await guard.write(() =>
        db.transaction().execute(async (transaction) => {
          await insert(transaction, [message])
          await transaction
            .updateTable('alert_messages')
            .set({ ...resultColumns({ state, at, error, nextAttemptAt: null }), attempts: 1, last_attempt_at: at })
            .where('id', '=', message.id)
            .execute()
        }),
      )
    },

    /**
     * Counts an attempt before it is made. False where somebody else took the message meanwhile: then it is not ours to send.
     * If the process ends during the attempt, the next one is made at `nextAttemptAt`. `confirm` fences it.
     */
    async claim(
      id: string,
      attempts: number,
      times: { at: string; nextAttemptAt: string },
      confirm?: Lease['confirm'],
    ): Promise<boolean> {
      const { numUpdatedRows } = await guard.write(() =>
        db.transaction().execute(async (transaction) => {
          await confirm?.(transaction)
          return await transaction
            .updateTable('alert_messages')
            .set({ attempts: attempts + 1, last_attempt_at: times.at, next_attempt_at: times.nextAttemptAt })
            .where('id', '=', id)
            .where('state', '=', 'waiting')
            .where('attempts', '=', attempts)
            .executeTakeFirst()
        }),
      )
      return numUpdatedRows === 1n
    },

    /** What came of an attempt by its number. One that another process has tried again since is its to note. */
    async note(id: string, attempts: number, result: AttemptResult): Promise<void> {
      const update = db
        .updateTable('alert_messages')
        .set(resultColumns(result))
        .where('id', '=', id)
        .where('state', '=', 'waiting')
        .where('attempts', '=', attempts)
      await guard.write(() => update.execute())
    },

    /** Newest first. */
    async newest(limit: number): Promise<StoredAlertMessage[]> {
      const newest = db.selectFrom('alert_messages').selectAll().orderBy('number', 'desc').limit(limit)
      return (await guard.read(() => newest.execute())).map(storedOf)
    },

    async ofChannel(channel: string): Promise<ChannelMessages> {
      const of = () => db.selectFrom('alert_messages').where('channel', '=', channel)
      const count = sql<number>`cast(count(*) as bigint)`.as('count')
      const counted = waiting(channel).select(count)
      const delivered = of().select(({ fn }) => fn.max('delivered_at').as('at'))
      const attempted = of()
        .select(['last_error', 'last_attempt_at'])
        .where('last_attempt_at', 'is not', null)
        .orderBy('last_attempt_at', 'desc')
        .orderBy('number', 'desc')
        .limit(1)
      const [waits, latest, attempt, next] = await Promise.all([
        guard.read(() => counted.executeTakeFirst()),
        guard.read(() => delivered.executeTakeFirst()),
        guard.read(() => attempted.executeTakeFirst()),
        first(channel),
      ])
      return {
        waiting: Number(waits?.count ?? 0),
        lastDeliveredAt: latest?.at ?? null,
        lastError: attempt?.last_error ?? null,
        lastAttemptAt: attempt?.last_attempt_at ?? null,
        first: next,
      }
    },

    /** Of each alert how its newest message stands, over all channels: failed before waiting before delivered. */
    async statesOf(alertIds: readonly string[]): Promise<ReadonlyMap<string, DeliveryState>> {
      if (alertIds.length === 0) return new Map()
      const query = db
        .selectFrom('alert_messages')
        .select(['alert_id', 'event', 'created_at', 'state'])
        .where('alert_id', 'in', alertIds)
        .orderBy('number', 'desc')
      const byAlert = Map.groupBy(await guard.read(() => query.execute()), ({ alert_id }) => alert_id ?? '')
      return new Map([...byAlert].map(([id, rows]) => [id, worstOfNewest(rows)]))
    },

    /** Gives up what waits for channels that are no longer there. */
    async failOthers(channels: readonly string[], error: string): Promise<void> {
      let update = db
        .updateTable('alert_messages')
        .set({ state: 'failed', last_error: error, next_attempt_at: null })
        .where('state', '=', 'waiting')
      if (channels.length > 0) update = update.where('channel', 'not in', channels)
      await guard.write(() => update.execute())
    },

    /** Forgets messages that no longer wait: those made before a time, and all but the newest so many. */
    async forget({ before, keep }: { before: string; keep: number }): Promise<void> {
      const ended = () => db.selectFrom('alert_messages').where('state', '!=', 'waiting')
      const last = ended().select('number').orderBy('number', 'desc').offset(keep).limit(1)
      const beyond = (await guard.read(() => last.executeTakeFirst()))?.number ?? 0
      const remove = db
        .deleteFrom('alert_messages')
        .where('state', '!=', 'waiting')
        .where(({ or, eb }) => or([eb('created_at', '<', before), eb('number', '<=', beyond)]))
      await guard.write(() => remove.execute())
    },
  }
}

const resultColumns = ({ state, at, error, nextAttemptAt }: AttemptResult) => ({
  state,
  last_error: error,
  next_attempt_at: nextAttemptAt,
  delivered_at: state === 'delivered' ? at : null,
})
