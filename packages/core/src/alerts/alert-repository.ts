import type { AlertState, Severity } from '@ollama-dashboard/contracts'
import { sql, type Transaction } from 'kysely'
import type { Lease } from '../replicas/lease.ts'
import type { RepositoryOptions } from '../storage/stored-entity.ts'
import { alertOf, rowOf } from './alert-row.ts'
import {
  type AlertRow,
  type AlertSubject,
  type AlertTables,
  type AlertTransaction,
  fingerprintOf,
  type KnownAlert,
  readSubject,
  subjectOf,
} from './alert-table.ts'
import type { AlertMessageTables } from './delivery/messages/alert-message-table.ts'

/** What is written together with an alert, in its transaction. */
export type WriteBeside = (transaction: Transaction<AlertMessageTables>) => Promise<void>

export interface AlertChange {
  readonly alert: KnownAlert
  /** How it was stored when this was decided: where it is not any more, it is not written. Absent for a new one. */
  readonly from?: AlertState | undefined
  readonly beside?: WriteBeside | undefined
}

/** Where a page ended: the time by which it is sorted, and the id. */
export interface AlertPlace {
  readonly at: string
  readonly id: string
}

export interface ResolvedQuery {
  readonly severity?: Severity | undefined
  readonly source?: string | undefined
  /** Only what is about these; about anything when absent. */
  readonly subjects?: readonly AlertSubject[] | undefined
  readonly before?: AlertPlace | undefined
  /** Resolved at or after, RFC 3339. */
  readonly since?: string | undefined
  readonly limit: number
}

export interface SubjectCount extends AlertSubject {
  readonly count: number
}

/** The alerts that fire, and those that did. */
export type AlertRepository = ReturnType<typeof createAlertRepository>

/** Every method throws `storage_unavailable` when it cannot keep its promise. */
export function createAlertRepository({ db, guard, lock }: RepositoryOptions<AlertTables>) {
  return {
    /**
     * Writes alerts, each with what is written beside it, all or none. What comes back are the fingerprints of those that
     * were not written, nor what belongs beside them, since another process has an alert that fires for the same trouble,
     * or changed this one. `confirm` fences it.
     */
    async save(changes: readonly AlertChange[], confirm?: Lease['confirm']): Promise<readonly string[]> {
      return guard.write(() =>
        db.transaction().execute(async (transaction) => {
          // Two could each have the first alert of the other, and find no other one that fires.
          await lock(transaction, 'alerts')
          await confirm?.(transaction)
          const taken: string[] = []
          for (const { alert, from, beside } of changes) {
            if (await saveOne(transaction, rowOf(alert), from))
              await beside?.(transaction.$extendTables<AlertMessageTables>())
            else taken.push(fingerprintOf(alert))
          }
          return taken
        }),
      )
    },

    /** Somebody resolves it, while its cause may last. False where it does not fire any more. */
    async resolve(id: string, resolved: Pick<AlertRow, 'resolved_at' | 'resolved_by'>): Promise<boolean> {
      const update = db
        .updateTable('alerts')
        .set({ state: 'resolved', held_down: 1, ...resolved })
        .where('id', '=', id)
        .where('state', '=', 'firing')
      return (await guard.write(() => update.executeTakeFirst())).numUpdatedRows === 1n
    },

    /** Those that fire, that somebody resolved while their cause lasts, or of whose end nobody was told yet. */
    async current(): Promise<KnownAlert[]> {
      const query = db
        .selectFrom('alerts')
        .selectAll()
        .where(({ eb, or }) => or([eb('state', '=', 'firing'), eb('held_down', '=', 1), eb('told', '=', 'firing')]))
      return (await guard.read(() => query.execute())).map(alertOf)
    },

    async firing(fingerprint: string): Promise<KnownAlert | null> {
      const query = db
        .selectFrom('alerts')
        .selectAll()
        .where('fingerprint', '=', fingerprint)
        .where('state', '=', 'firing')
      const row = await guard.read(() => query.executeTakeFirst())
      return row ? alertOf(row) : null
    },

    async find(id: string): Promise<KnownAlert | null> {
      const row = await guard.read(() => db.selectFrom('alerts').selectAll().where('id', '=', id).executeTakeFirst())
      return row ? alertOf(row) : null
    },

    /** Those that are resolved, the last to be so first. */
    async resolved({ severity, source, subjects, before, since, limit }: ResolvedQuery): Promise<KnownAlert[]> {
      let page = db.selectFrom('alerts').selectAll().where('state', '=', 'resolved')
      if (severity !== undefined) page = page.where('severity', '=', severity)
      if (source !== undefined) page = page.where('source', '=', source)
      if (subjects !== undefined) page = page.where('subject', 'in', subjects.map(subjectOf))
      if (since !== undefined) page = page.where('resolved_at', '>=', since)
      if (before !== undefined) {
        page = page.where(({ eb, or, and }) =>
          or([eb('resolved_at', '<', before.at), and([eb('resolved_at', '=', before.at), eb('id', '<', before.id)])]),
        )
      }
      const inOrder = page.orderBy('resolved_at', 'desc').orderBy('id', 'desc').limit(limit)
      return (await guard.read(() => inOrder.execute())).map(alertOf)
    },

    /** Those that began from a time on, RFC 3339, and before another one; the newest first. */
    async started(from: string, before: { readonly at: string; readonly id: string | null }, limit: number) {
      const { at, id } = before
      let page = db.selectFrom('alerts').selectAll().where('started_at', '>=', from)
      page = page.where(({ eb, or, and }) => {
        const isOlder = eb('started_at', '<', at)
        return id === null ? isOlder : or([isOlder, and([eb('started_at', '=', at), eb('id', '<', id)])])
      })
      const inOrder = page.orderBy('started_at', 'desc').orderBy('id', 'desc').limit(limit)
      return (await guard.read(() => inOrder.execute())).map(alertOf)
    },

    /** How many are resolved, by what they are about. */
    async countResolved(): Promise<SubjectCount[]> {
      const query = db
        .selectFrom('alerts')
        .select(['subject', sql<number>`cast(count(*) as integer)`.as('count')])
        .where('state', '=', 'resolved')
        .groupBy('subject')
      const rows = await guard.read(() => query.execute())
      return rows.map(({ subject, count }) => ({ ...readSubject(subject), count }))
    },

    /** Forgets those resolved before then, RFC 3339, at most as many at once; returns how many it were. */
    async removeResolvedBefore(time: string, most: number): Promise<number> {
      const old = db
        .selectFrom('alerts')
        .select('id')
        .where('state', '=', 'resolved')
        .where('resolved_at', '<', time)
        .limit(most)
      const removal = db.deleteFrom('alerts').where('id', 'in', old)
      return Number((await guard.write(() => removal.executeTakeFirst())).numDeletedRows)
    },
  }
}

/** False where another process has an alert that fires for the same trouble, or changed this one. */
async function saveOne(transaction: AlertTransaction, row: AlertRow, from: AlertState | undefined): Promise<boolean> {
  const insert = transaction
    .insertInto('alerts')
    .values(row)
    .onConflict((known) => known.doNothing())
  if ((await insert.executeTakeFirst()).numInsertedOrUpdatedRows === 1n) return true
  const { id, ...values } = row
  const update = transaction
    .updateTable('alerts')
    .set(values)
    .where('id', '=', id)
    .$if(from !== undefined, (known) => known.where('state', '=', from as AlertState))
    .$if(row.state === 'firing', (known) =>
      known.where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('alerts as other')
              .select('other.id')
              .where('other.fingerprint', '=', row.fingerprint)
              .where('other.state', '=', 'firing')
              .where('other.id', '!=', id),
          ),
        ),
      ),
    )
  return (await update.executeTakeFirst()).numUpdatedRows === 1n
}
