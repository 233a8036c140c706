import { type Kysely, sql } from 'kysely'
import type { PerformanceRepository } from './performance-repository.ts'
import type { StorageGuard } from './storage-guard.ts'
import type { Tables } from './tables.ts'

export function createSqlPerformanceRepository(db: Kysely<Tables>, guard: StorageGuard): PerformanceRepository {
  return {
    async add({ instance, model, hour, at, failed, promptTokens, completionTokens, buckets }) {
      const errors = failed ? 1 : 0
      await guard.write(() =>
        db.transaction().execute(async (transaction) => {
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
        }),
      )
    },

    hours(instance, model) {
      const query = db
        .selectFrom('performance_hours')
        .select(['hour', 'requests', 'errors', 'prompt_tokens', 'completion_tokens', 'last_used_at'])
        .where('instance', '=', instance)
        .where('model', '=', model)
        .orderBy('hour')
      return guard.read(() => query.execute())
    },

    buckets(instance, model) {
      const query = db
        .selectFrom('performance_buckets')
        .select(['hour', 'metric', 'bucket', 'count'])
        .where('instance', '=', instance)
        .where('model', '=', model)
      return guard.read(() => query.execute())
    },

    async removeBefore(hour) {
      await guard.write(async () => {
        await db.deleteFrom('performance_buckets').where('hour', '<', hour).execute()
        await db.deleteFrom('performance_hours').where('hour', '<', hour).execute()
      })
    },
  }
}
