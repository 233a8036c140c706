import type { Kysely } from 'kysely'
import type { MemoryObservationRepository } from './memory-observation-repository.ts'
import type { StorageGuard } from './storage-guard.ts'
import type { Tables } from './tables.ts'

const key = ['server', 'digest', 'kv_cache_type', 'num_parallel', 'flash_attention', 'context'] as const

export function createSqlMemoryObservationRepository(
  db: Kysely<Tables>,
  guard: StorageGuard,
): MemoryObservationRepository {
  return {
    all({ kv_cache_type, num_parallel, flash_attention }) {
      const measured = db
        .selectFrom('memory_observations')
        .selectAll()
        .where('kv_cache_type', '=', kv_cache_type)
        .where('num_parallel', '=', num_parallel)
        .where('flash_attention', '=', flash_attention)
      return guard.read(() => measured.execute())
    },

    async save({ size, observed_at, ...measured }) {
      const insert = db.insertInto('memory_observations').values({ ...measured, size, observed_at })
      await guard.write(() =>
        insert.onConflict((known) => known.columns(key).doUpdateSet({ size, observed_at })).execute(),
      )
    },

    async forget(server, digest) {
      const remove = db.deleteFrom('memory_observations').where('server', '=', server).where('digest', '=', digest)
      await guard.write(() => remove.execute())
    },
  }
}
