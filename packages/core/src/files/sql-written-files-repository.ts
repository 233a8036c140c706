import type { Kysely } from 'kysely'
import type { StorageGuard } from '../storage/storage-guard.ts'
import type { Tables } from '../storage/tables.ts'
import type { WrittenFilesRepository } from './written-files-repository.ts'

export function createSqlWrittenFilesRepository(db: Kysely<Tables>, guard: StorageGuard): WrittenFilesRepository {
  return {
    async hashesOf(path) {
      // A few rows for each host: SQL's patterns would read more into a path than it says.
      const rows = await guard.read(() => db.selectFrom('written_files').selectAll().execute())
      return rows.filter(({ name }) => pathOf(name) === path).flatMap(({ hashes }): string[] => JSON.parse(hashes))
    },

    async remember(host, path, hashes) {
      const values = { hashes: JSON.stringify(hashes) }
      const insert = db.insertInto('written_files').values({ name: nameOf(host, path), ...values })
      await guard.write(() => insert.onConflict((known) => known.column('name').doUpdateSet(values)).execute())
    },
  }
}

/** No host's name has a colon; a path may. */
const nameOf = (host: string, path: string): string => `${host}:${path}`
const pathOf = (name: string): string => name.slice(name.indexOf(':') + 1)
