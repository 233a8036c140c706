import { sql } from 'kysely'
import type { RepositoryOptions } from '../storage/stored-entity.ts'
import type {
  OperationCounts,
  OperationScope,
  OperationSums,
  OperationTables,
  StoredAnomaly,
} from './operation-table.ts'

// Without the cast PostgreSQL's sums are of a type that comes as text.
const total = (column: 'succeeded' | 'failed' | 'cancelled' | 'anomalies') =>
  sql<number>`cast(sum(${sql.ref(column)}) as bigint)`.as(column)

const sums = [
  total('succeeded'),
  total('failed'),
  total('cancelled'),
  total('anomalies'),
  sql<number | null>`min(min_seconds)`.as('min_seconds'),
  sql<number | null>`max(max_seconds)`.as('max_seconds'),
] as const

/** More rows in one statement than this are more parameters than a database takes. */
const rowsAtOnce = 500

export interface OperationHourRow extends OperationSums {
  readonly operation: string
  readonly hour: string
}

export interface OperationBucketRow {
  readonly operation: string
  readonly hour: string
  readonly bucket: number
  readonly count: number
}

/**
 * Sums by hour. Writes are those of measurements: together with others, within seconds and at the end; what is read has
 * them. Reads throw `storage_unavailable` when the storage cannot be read.
 */
export type OperationRepository = ReturnType<typeof createOperationRepository>

export function createOperationRepository({ db, guard, measurements }: RepositoryOptions<OperationTables>) {
  async function read<T>(query: () => Promise<T>): Promise<T> {
    await measurements.flush()
    return guard.read(query)
  }

  return {
    /** `take` is asked once, when they are written: what comes until then is written with it. */
    addLater(take: () => readonly OperationCounts[]): void {
      let taken: readonly OperationCounts[] | null = null
      measurements.add(async (transaction) => {
        // A write that failed is tried again, with the same.
        taken ??= take()
        const rows = taken.map(({ buckets: _, ...row }) => row)
        for (let from = 0; from < rows.length; from += rowsAtOnce) {
          await transaction
            .insertInto('operation_hours')
            .values(rows.slice(from, from + rowsAtOnce))
            .onConflict((known) =>
              known.columns(['instance', 'hour', 'operation', 'model']).doUpdateSet({
                succeeded: sql`operation_hours.succeeded + excluded.succeeded`,
                failed: sql`operation_hours.failed + excluded.failed`,
                cancelled: sql`operation_hours.cancelled + excluded.cancelled`,
                anomalies: sql`operation_hours.anomalies + excluded.anomalies`,
                min_seconds: least('<', 'min_seconds'),
                max_seconds: least('>', 'max_seconds'),
              }),
            )
            .execute()
        }
        const buckets = taken.flatMap(({ buckets: counts, instance, model, operation, hour }) =>
          [...counts].map(([bucket, count]) => ({ instance, model, operation, hour, bucket, count })),
        )
        for (let from = 0; from < buckets.length; from += rowsAtOnce) {
          await transaction
            .insertInto('operation_buckets')
            .values(buckets.slice(from, from + rowsAtOnce))
            .onConflict((known) =>
              known
                .columns(['instance', 'hour', 'operation', 'model', 'bucket'])
                .doUpdateSet({ count: sql`operation_buckets.count + excluded.count` }),
            )
            .execute()
        }
      })
    },

    addAnomaly(anomaly: StoredAnomaly): void {
      measurements.add(async (transaction) => {
        await transaction.insertInto('operation_anomalies').values(anomaly).execute()
      })
    },

    /** Oldest first. */
    hours({ instances, since, models }: OperationScope): Promise<OperationHourRow[]> {
      const query = db
        .selectFrom('operation_hours')
        .select(['operation', 'hour', ...sums])
        .where('instance', 'in', instances)
        .where('hour', '>=', since)
        .$if(models !== undefined, (all) => all.where('model', 'in', models as readonly string[]))
        .groupBy(['operation', 'hour'])
        .orderBy('hour')
      return read(() => query.execute())
    },

    buckets({ instances, since, models }: OperationScope): Promise<OperationBucketRow[]> {
      const query = db
        .selectFrom('operation_buckets')
        .select(['operation', 'hour', 'bucket', sql<number>`cast(sum(count) as bigint)`.as('count')])
        .where('instance', 'in', instances)
        .where('hour', '>=', since)
        .$if(models !== undefined, (all) => all.where('model', 'in', models as readonly string[]))
        .groupBy(['operation', 'hour', 'bucket'])
      return read(() => query.execute())
    },

    /** The models that anything was done with; the empty text stands for what is of none. */
    async models({ instances, since }: OperationScope): Promise<readonly string[]> {
      const query = db
        .selectFrom('operation_hours')
        .select('model')
        .distinct()
        .where('instance', 'in', instances)
        .where('hour', '>=', since)
      return (await read(() => query.execute())).map(({ model }) => model)
    },

    /** Newest first. */
    anomalies({ instances, since, models }: OperationScope, limit: number): Promise<StoredAnomaly[]> {
      const query = db
        .selectFrom('operation_anomalies')
        .selectAll()
        .where('instance', 'in', instances)
        .where('at', '>=', since)
        .$if(models !== undefined, (all) => all.where('model', 'in', models as readonly string[]))
        .orderBy('at', 'desc')
        .orderBy('id')
        .limit(limit)
      return read(() => query.execute())
    },

    removeBefore(hour: string): void {
      measurements.add(async (transaction) => {
        await transaction.deleteFrom('operation_buckets').where('hour', '<', hour).execute()
        await transaction.deleteFrom('operation_hours').where('hour', '<', hour).execute()
        await transaction.deleteFrom('operation_anomalies').where('at', '<', hour).execute()
      })
    },
  }
}

/** The lesser, or the greater, of what is known and what comes; either may be null. SQLite has no LEAST. */
function least(by: '<' | '>', column: 'min_seconds' | 'max_seconds') {
  const known = sql.ref(`operation_hours.${column}`)
  const added = sql.ref(`excluded.${column}`)
  return sql<
    number | null
  >`case when ${known} is null or ${added} ${sql.raw(by)} ${known} then coalesce(${added}, ${known}) else ${known} end`
}
