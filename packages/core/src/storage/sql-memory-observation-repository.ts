import type { Kysely } from 'kysely'
import type { MemoryObservationRepository } from './memory-observation-repository.ts'
import type { StorageGuard } from './storage-guard.ts'
import type { Tables } from './tables.ts'

export function createSqlMemoryObservationRepository(
  db: Kysely<Tables>,
  guard: StorageGuard,
): MemoryObservationRepository {
  return {
    all: () => guard.read(() => db.selectFrom('memory_observations').selectAll().execute()),

    async save({ instance, digest, context, size, observed_at }) {
      const insert = db.insertInto('memory_observations').values({ instance, digest, context, size, observed_at })
      await guard.write(() =>
        insert
          .onConflict((known) => known.columns(['instance', 'digest', 'context']).doUpdateSet({ size, observed_at }))
          .execute(),
      )
    },

    async forget(instance, digest) {
      const remove = db.deleteFrom('memory_observations').where('instance', '=', instance).where('digest', '=', digest)
      await guard.write(() => remove.execute())
    },
  }
}
