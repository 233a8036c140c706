import type { Kysely } from 'kysely'
import type { StorageGuard } from './storage-guard.ts'
import type { Tables } from './tables.ts'
import type { WrittenFilesRepository } from './written-files-repository.ts'

export function createSqlWrittenFilesRepository(db: Kysely<Tables>, guard: StorageGuard): WrittenFilesRepository {
  return {
    async hashesOf(name) {
      const query = db.selectFrom('written_files').select('hashes').where('name', '=', name)
      const row = await guard.read(() => query.executeTakeFirst())
      return row ? JSON.parse(row.hashes) : []
    },

    async remember(name, hashes) {
      const values = { hashes: JSON.stringify(hashes) }
      const insert = db.insertInto('written_files').values({ name, ...values })
      await guard.write(() => insert.onConflict((known) => known.column('name').doUpdateSet(values)).execute())
    },
  }
}
