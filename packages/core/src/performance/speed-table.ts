import { sql } from 'kysely'
import type { RepositoryOptions, StoredEntity } from '../storage/stored-entity.ts'

export interface SpeedTables {
  speed_buckets: SpeedRow
}

interface SpeedRow {
  readonly instance: string
  readonly model: string
  /** RFC 3339. */
  readonly hour: string
  /** Of the fine scale. */
  readonly bucket: number
  readonly count: number
}

/** Hours from one on, and before another one. RFC 3339. */
export interface Hours {
  readonly from: string
  readonly to: string
}

/**
 * How many replies were how fast in each hour, finer than `performance_buckets` and for less long: what is to be compared
 * must not differ by the width of a bucket.
 */
export type SpeedRepository = ReturnType<typeof createSpeedRepository>

/** Changes are written together, within seconds; what is read has them. What reads throws `storage_unavailable`. */
function createSpeedRepository({ db, guard, measurements }: RepositoryOptions<SpeedTables>) {
  async function read<T>(query: () => Promise<T>): Promise<T> {
    await measurements.flush()
    return guard.read(query)
  }

  return {
    add(row: Omit<SpeedRow, 'count'>): void {
      measurements.add(async (transaction) => {
        await transaction
          .insertInto('speed_buckets')
          .values({ ...row, count: 1 })
          .onConflict((known) =>
            known.columns(['instance', 'model', 'hour', 'bucket']).doUpdateSet({ count: sql`speed_buckets.count + 1` }),
          )
          .execute()
      })
    },

    /** Those with the most replies, with how many. */
    async models(instance: string, { from, to }: Hours, limit: number): Promise<{ model: string; replies: number }[]> {
      const query = db
        .selectFrom('speed_buckets')
        .select(['model', sql<number>`cast(sum(count) as bigint)`.as('replies')])
        .where('instance', '=', instance)
        .where('hour', '>=', from)
        .where('hour', '<', to)
        .groupBy('model')
        .orderBy('replies', 'desc')
        .orderBy('model')
        .limit(limit)
      return (await read(() => query.execute())).map(({ model, replies }) => ({ model, replies: Number(replies) }))
    },

    /** Replies by bucket. */
    async counts(instance: string, model: string, { from, to }: Hours): Promise<ReadonlyMap<number, number>> {
      const query = db
        .selectFrom('speed_buckets')
        .select(['bucket', sql<number>`cast(sum(count) as bigint)`.as('replies')])
        .where('instance', '=', instance)
        .where('model', '=', model)
        .where('hour', '>=', from)
        .where('hour', '<', to)
        .groupBy('bucket')
      return new Map((await read(() => query.execute())).map(({ bucket, replies }) => [bucket, Number(replies)]))
    },

    removeBefore(hour: string): void {
      measurements.add(async (transaction) => {
        await transaction.deleteFrom('speed_buckets').where('hour', '<', hour).execute()
      })
    },
  }
}

export const speeds = {
  open: createSpeedRepository,
  migrations: {
    async '0008-changes-of-speed'({ schema }) {
      await schema
        .createTable('speed_buckets')
        .addColumn('instance', 'text', (column) => column.notNull())
        .addColumn('model', 'text', (column) => column.notNull())
        .addColumn('hour', 'text', (column) => column.notNull())
        .addColumn('bucket', 'integer', (column) => column.notNull())
        .addColumn('count', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('speed_buckets_of', ['instance', 'model', 'hour', 'bucket'])
        .execute()
      await schema.createIndex('speed_buckets_by_hour').on('speed_buckets').columns(['hour']).execute()
    },
  },
} satisfies StoredEntity<SpeedTables>
