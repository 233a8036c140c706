import { type Kysely, sql } from 'kysely'
import type { MeasurementBatch } from '../storage/measurement-batch.ts'
import type { StorageGuard } from '../storage/storage-guard.ts'
import type { Tables } from '../storage/tables.ts'
import type { PerformanceRepository } from './performance-repository.ts'

// Without the cast PostgreSQL's sums are of a type that comes as text.
const total = (column: 'requests' | 'errors' | 'prompt_tokens' | 'completion_tokens') =>
  sql<number>`cast(sum(${sql.ref(column)}) as bigint)`.as(column)

const sums = [
  total('requests'),
  total('errors'),
  total('prompt_tokens'),
  total('completion_tokens'),
  sql<string>`max(last_used_at)`.as('last_used_at'),
] as const

const count = sql<number>`cast(sum(count) as bigint)`.as('count')

export function createSqlPerformanceRepository(
  db: Kysely<Tables>,
  guard: StorageGuard,
  batch: MeasurementBatch,
): PerformanceRepository {
  async function read<T>(query: () => Promise<T>): Promise<T> {
    await batch.flush()
    return guard.read(query)
  }

  return {
    add({ instance, model, hour, at, failed, promptTokens, completionTokens, buckets }) {
      const errors = failed ? 1 : 0
      batch.add(async (transaction) => {
        await transaction
          .insertInto('performance_hours')
          .values({
            instance,
            model,
            hour,
            requests: 1,
            errors,
            prompt_tokens: promptTokens,
            completion_tokens: completionTokens,
            last_used_at: at,
          })
          .onConflict((known) =>
            known.columns(['instance', 'model', 'hour']).doUpdateSet({
              requests: sql`performance_hours.requests + 1`,
              errors: sql`performance_hours.errors + ${errors}`,
              prompt_tokens: sql`performance_hours.prompt_tokens + ${promptTokens}`,
              completion_tokens: sql`performance_hours.completion_tokens + ${completionTokens}`,
              last_used_at: at,
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

    hours(instance, { model, since }) {
      const query = db
        .selectFrom('performance_hours')
        .select(['hour', ...sums])
        .where('instance', '=', instance)
        .$if(model !== undefined, (all) => all.where('model', '=', model as string))
        .$if(since !== undefined, (all) => all.where('hour', '>=', since as string))
        .groupBy('hour')
        .orderBy('hour')
      return read(() => query.execute())
    },

    buckets(instance, { model, since }) {
      const query = db
        .selectFrom('performance_buckets')
        .select(['hour', 'metric', 'bucket', count])
        .where('instance', '=', instance)
        .$if(model !== undefined, (all) => all.where('model', '=', model as string))
        .$if(since !== undefined, (all) => all.where('hour', '>=', since as string))
        .groupBy(['hour', 'metric', 'bucket'])
      return read(() => query.execute())
    },

    models(instance, since) {
      const query = db
        .selectFrom('performance_hours')
        .select(['model', ...sums])
        .where('instance', '=', instance)
        .where('hour', '>=', since)
        .groupBy('model')
      return read(() => query.execute())
    },

    modelBuckets(instance, since) {
      const query = db
        .selectFrom('performance_buckets')
        .select(['model', 'metric', 'bucket', count])
        .where('instance', '=', instance)
        .where('hour', '>=', since)
        .groupBy(['model', 'metric', 'bucket'])
      return read(() => query.execute())
    },

    removeBefore(hour) {
      batch.add(async (transaction) => {
        await transaction.deleteFrom('performance_buckets').where('hour', '<', hour).execute()
        await transaction.deleteFrom('performance_hours').where('hour', '<', hour).execute()
      })
    },
  }
}
