import type { Kysely } from 'kysely'
import type { MeasurementBatch } from '../storage/measurement-batch.ts'
import type { StorageGuard } from '../storage/storage-guard.ts'
import type { Tables } from '../storage/tables.ts'
import type { MemoryObservationRepository } from './memory-observation-repository.ts'

const key = ['server', 'digest', 'kv_cache_type', 'num_parallel', 'flash_attention', 'context'] as const

export function createSqlMemoryObservationRepository(
  db: Kysely<Tables>,
  guard: StorageGuard,
  batch: MeasurementBatch,
): MemoryObservationRepository {
  return {
    async all({ kv_cache_type, num_parallel, flash_attention }) {
      await batch.flush()
      const measured = db
        .selectFrom('memory_observations')
        .selectAll()
        .where('kv_cache_type', '=', kv_cache_type)
        .where('num_parallel', '=', num_parallel)
        .where('flash_attention', '=', flash_attention)
      return guard.read(() => measured.execute())
    },

    save({ size, observed_at, ...measured }) {
      batch.add(async (transaction) => {
        const insert = transaction.insertInto('memory_observations').values({ ...measured, size, observed_at })
        await insert.onConflict((known) => known.columns(key).doUpdateSet({ size, observed_at })).execute()
      })
    },

    forget(server, digest) {
      batch.add(async (transaction) => {
        const remove = transaction.deleteFrom('memory_observations').where('server', '=', server)
        await remove.where('digest', '=', digest).execute()
      })
    },
  }
}
