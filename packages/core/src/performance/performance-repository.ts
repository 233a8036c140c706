import { sql } from 'kysely'
import type { RepositoryOptions } from '../storage/stored-entity.ts'
import type {
  ModelBucket,
  PerformanceBucket,
  PerformanceHour,
  PerformanceOfModel,
  PerformanceSample,
  PerformanceScope,
  PerformanceTables,
} from './performance-table.ts'

// Without the cast PostgreSQL's sums are of a type that comes as text.
const total = (column: 'requests' | 'errors' | 'prompt_tokens' | 'completion_tokens') =>
  sql<number>`cast(sum(${sql.ref(column)}) as bigint)`.as(column)

const sums = [
  total('requests'),
  total('errors'),
  total('prompt_tokens'),
  total('completion_tokens'),
  // Times have one length, so that the latest comes with who it was by, in one pass over the index.
  sql<string>`max(last_used_at || ' ' || coalesce(last_used_by, ''))`.as('last_use'),
] as const

function withLastUse<Row extends { readonly last_use: string }>({ last_use, ...row }: Row) {
  const [last_used_at = '', by = ''] = last_use.split(' ')
  return { ...row, last_used_at, last_used_by: by || null }
}

const count = sql<number>`cast(sum(count) as bigint)`.as('count')

/**
 * Sums by hour, added to as requests end: reading never goes over the requests themselves. Changes are written together,
 * within seconds and at the end; what is read has them.
 */
export type PerformanceRepository = ReturnType<typeof createPerformanceRepository>

/** What reads throws `storage_unavailable` when the storage cannot be read. */
export function createPerformanceRepository({ db, guard, measurements }: RepositoryOptions<PerformanceTables>) {
  async function read<T>(query: () => Promise<T>): Promise<T> {
    await measurements.flush()
    return guard.read(query)
  }

  return {
    add({ instance, model, hour, at, by, failed, promptTokens, completionTokens, buckets }: PerformanceSample): void {
      const errors = failed ? 1 : 0
      const tokens = { prompt_tokens: promptTokens, completion_tokens: completionTokens }
      measurements.add(async (transaction) => {
        await transaction
          .insertInto('performance_hours')
          .values({ instance, model, hour, requests: 1, errors, ...tokens, last_used_at: at, last_used_by: by })
          .onConflict((known) =>
            known.columns(['instance', 'model', 'hour']).doUpdateSet({
              requests: sql`performance_hours.requests + 1`,
              errors: sql`performance_hours.errors + ${errors}`,
              prompt_tokens: sql`performance_hours.prompt_tokens + ${promptTokens}`,
              completion_tokens: sql`performance_hours.completion_tokens + ${completionTokens}`,
              last_used_at: at,
              last_used_by: by,
            }),
          )
          .execute()
        if (buckets.length === 0) return
        await transaction
          .insertInto('performance_buckets')
          .values(buckets.map(({ metric, bucket }) => ({ instance, model, hour, metric, bucket, count: 1 })))
          .onConflict((known) =>
            known
              .columns(['instance', 'model', 'hour', 'metric', 'bucket'])
              .doUpdateSet({ count: sql`performance_buckets.count + 1` }),
          )
          .execute()
      })
    },

    /** Oldest first; of all models together where none are named. */
    async hours(instance: string, { models, since }: PerformanceScope): Promise<PerformanceHour[]> {
      const query = db
        .selectFrom('performance_hours')
        .select(['hour', ...sums])
        .where('instance', '=', instance)
        .$if(models !== undefined, (all) => all.where('model', 'in', models as readonly string[]))
        .$if(since !== undefined, (all) => all.where('hour', '>=', since as string))
        .groupBy('hour')
        .orderBy('hour')
      return (await read(() => query.execute())).map(withLastUse)
    },

    buckets(instance: string, { models, since }: PerformanceScope): Promise<PerformanceBucket[]> {
      const query = db
        .selectFrom('performance_buckets')
        .select(['hour', 'metric', 'bucket', count])
        .where('instance', '=', instance)
        .$if(models !== undefined, (all) => all.where('model', 'in', models as readonly string[]))
        .$if(since !== undefined, (all) => all.where('hour', '>=', since as string))
        .groupBy(['hour', 'metric', 'bucket'])
      return read(() => query.execute())
    },

    async models(instance: string, since: string): Promise<PerformanceOfModel[]> {
      const query = db
        .selectFrom('performance_hours')
        .select(['model', ...sums])
        .where('instance', '=', instance)
        .where('hour', '>=', since)
        .groupBy('model')
      return (await read(() => query.execute())).map(withLastUse)
    },

    modelBuckets(instance: string, since: string): Promise<ModelBucket[]> {
      const query = db
        .selectFrom('performance_buckets')
        .select(['model', 'metric', 'bucket', count])
        .where('instance', '=', instance)
        .where('hour', '>=', since)
        .groupBy(['model', 'metric', 'bucket'])
      return read(() => query.execute())
    },

    removeBefore(hour: string): void {
      measurements.add(async (transaction) => {
        await transaction.deleteFrom('performance_buckets').where('hour', '<', hour).execute()
        await transaction.deleteFrom('performance_hours').where('hour', '<', hour).execute()
      })
    },
  }
}
