import type { Alert, DeliveryState } from '@ollama-dashboard/contracts'
import { sql, type Transaction } from 'kysely'
import type { StoredEntity } from '../../../storage/stored-entity.ts'
import { createAlertMessageRepository } from './alert-message-repository.ts'

/** A type and no interface: only such a one can extend the tables of a transaction. */
export type AlertMessageTables = { alert_messages: AlertMessageRow }

export interface AlertMessageRow {
  id: string
  /** Messages of one channel are delivered in the order of their numbers. */
  number: number
  alert_id: string | null
  /** Id of the channel. */
  channel: string
  event: string
  /** What is said, as JSON. */
  content: string
  state: string
  /** Counted before each attempt: one that ended with the process counts as well. */
  attempts: number
  next_attempt_at: string | null
  last_attempt_at: string | null
  created_at: string
  delivered_at: string | null
  last_error: string | null
}

export type MessageEvent = 'firing' | 'resolved' | 'test'

/** What a message says, as things were when it was written. */
export interface MessageContent {
  readonly event: MessageEvent
  readonly title: string
  readonly text: string
  /** Null for a test message. */
  readonly alert: Alert | null
}

/** A message for one channel, before it is stored. Times are RFC 3339. */
export interface NewAlertMessage {
  readonly id: string
  readonly channel: string
  readonly content: MessageContent
  readonly createdAt: string
}

/** A message on its way to one channel, or what became of it. */
export interface StoredAlertMessage extends NewAlertMessage {
  readonly state: DeliveryState
  readonly attempts: number
  /** Null once it is delivered or failed. */
  readonly nextAttemptAt: string | null
  readonly lastAttemptAt: string | null
  readonly deliveredAt: string | null
  readonly lastError: string | null
}

/** Stays far below the variables that a statement may have. */
const rowsPerStatement = 50

/** Stores messages that wait to be sent. No other transaction does so meanwhile, or two would have one number. */
export async function insertAlertMessages(
  db: Transaction<AlertMessageTables>,
  messages: readonly NewAlertMessage[],
): Promise<void> {
  for (let from = 0; from < messages.length; from += rowsPerStatement)
    await insertSome(db, messages.slice(from, from + rowsPerStatement))
}

async function insertSome(db: Transaction<AlertMessageTables>, messages: readonly NewAlertMessage[]): Promise<void> {
  // Not the time: a clock that is set back would put the newest message before those that wait.
  const newest = await db
    .selectFrom('alert_messages')
    .select(sql<number>`cast(coalesce(max(number), 0) as bigint)`.as('number'))
    .executeTakeFirstOrThrow()
  const rows = messages.map((message, index) => rowOf(message, Number(newest.number) + index + 1))
  await db.insertInto('alert_messages').values(rows).execute()
}

const rowOf = ({ id, channel, content, createdAt }: NewAlertMessage, number: number): AlertMessageRow => ({
  id,
  number,
  alert_id: content.alert?.id ?? null,
  channel,
  event: content.event,
  content: JSON.stringify(content),
  state: 'waiting',
  attempts: 0,
  next_attempt_at: createdAt,
  last_attempt_at: null,
  created_at: createdAt,
  delivered_at: null,
  last_error: null,
})

/** Only rows of ours are read, so their states and contents are those of a message. */
export const storedOf = (row: AlertMessageRow): StoredAlertMessage => ({
  id: row.id,
  channel: row.channel,
  content: JSON.parse(row.content),
  createdAt: row.created_at,
  state: row.state as DeliveryState,
  attempts: row.attempts,
  nextAttemptAt: row.next_attempt_at,
  lastAttemptAt: row.last_attempt_at,
  deliveredAt: row.delivered_at,
  lastError: row.last_error,
})

export const alertMessages = {
  open: createAlertMessageRepository,
  migrations: {
    async '0008-alert-messages'({ schema }) {
      await schema
        .createTable('alert_messages')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('number', 'bigint', (column) => column.notNull())
        .addColumn('alert_id', 'text')
        .addColumn('channel', 'text', (column) => column.notNull())
        .addColumn('event', 'text', (column) => column.notNull())
        .addColumn('content', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('attempts', 'integer', (column) => column.notNull())
        .addColumn('next_attempt_at', 'text')
        .addColumn('last_attempt_at', 'text')
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('delivered_at', 'text')
        .addColumn('last_error', 'text')
        .execute()
      const index = (name: string) => schema.createIndex(name).on('alert_messages')
      await index('alert_messages_of_channel').columns(['channel', 'state', 'number']).execute()
      await index('alert_messages_by_number').column('number').execute()
      await index('alert_messages_of_alert').column('alert_id').execute()
    },
  },
} satisfies StoredEntity<AlertMessageTables>
