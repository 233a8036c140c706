import { sql, type Transaction } from 'kysely'
import type { RepositoryOptions, StoredEntity } from '../storage/stored-entity.ts'

export interface LeaseTables {
  leases: LeaseRow
}

interface LeaseRow {
  name: string
  /** Null once it was given back. */
  holder: string | null
  /** Grows with each holder, so that one which was suspended knows that there was another. */
  fence: number
  /** Milliseconds since the epoch, by the clock of the database. */
  until: number
}

/** One time of holding a lease. */
export interface Tenure {
  readonly name: string
  readonly holder: string
  readonly fence: number
}

export type LeaseRepository = ReturnType<typeof createLeaseRepository>

/** Of the database, so that the clocks of the replicas need not agree. */
const now = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`

/** For PostgreSQL alone: a storage on SQLite has one process. Every method throws `storage_unavailable`. */
function createLeaseRepository({ db, guard }: RepositoryOptions<LeaseTables>) {
  const heldBy = ({ name, holder, fence }: Tenure) =>
    db.updateTable('leases').where('name', '=', name).where('holder', '=', holder).where('fence', '=', fence)

  return {
    /**
     * Takes a lease that is over, or that nobody had; null while it is somebody's. Waits for the transactions that its
     * last holder has confirmed.
     */
    async take(name: string, holder: string, validMs: number): Promise<Tenure | null> {
      const first = db.insertInto('leases').values({ name, holder: null, fence: 0, until: 0 })
      const take = db
        .with('due', (query) =>
          query.selectFrom('leases').select('name').where('name', '=', name).where('until', '<=', now).forUpdate(),
        )
        .updateTable('leases')
        .from('due')
        .whereRef('leases.name', '=', 'due.name')
        .set((row) => ({ holder, fence: row('leases.fence', '+', 1), until: sql<number>`${now} + ${validMs}::bigint` }))
        .returning('leases.fence')
      const taken = await guard.write(async () => {
        await first.onConflict((known) => known.doNothing()).execute()
        return take.executeTakeFirst()
      })
      return taken ? { name, holder, fence: taken.fence } : null
    },

    /** Tells whether it is still the holder's. One that is over and that nobody took goes on. */
    async renew(tenure: Tenure, validMs: number): Promise<boolean> {
      const until = sql<number>`${now} + ${validMs}::bigint`
      const { numUpdatedRows } = await guard.write(() => heldBy(tenure).set({ until }).executeTakeFirst())
      return numUpdatedRows > 0n
    },

    /** Gives it back, so that another need not wait for its end. */
    async release(tenure: Tenure): Promise<void> {
      await guard.write(() => heldBy(tenure).set({ holder: null, until: 0 }).execute())
    },

    /**
     * Whether it is the holder's, who keeps it until the transaction ends: whoever takes it waits, and a renewal does not,
     * since it changes no key (https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-ROWS).
     */
    async confirm<Tables>(transaction: Transaction<Tables>, { name, holder, fence }: Tenure): Promise<boolean> {
      const { rows } = await sql`
        select 1 from leases where name = ${name} and holder = ${holder} and fence = ${fence} for key share
      `.execute(transaction)
      return rows.length > 0
    },
  }
}

export const leases = {
  open: createLeaseRepository,
  migrations: {
    '0009-leases': {
      usableSince: '0008-rules',
      async up({ schema }) {
        await schema
          .createTable('leases')
          .addColumn('name', 'text', (column) => column.primaryKey())
          .addColumn('holder', 'text')
          .addColumn('fence', 'bigint', (column) => column.notNull())
          .addColumn('until', 'bigint', (column) => column.notNull())
          .execute()
      },
    },
  },
} satisfies StoredEntity<LeaseTables>
