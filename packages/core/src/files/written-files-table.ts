import type { Kysely } from 'kysely'
import type { StorageGuard } from '../storage/storage-guard.ts'

export interface WrittenFilesTables {
  /** `name` is a host's and a path, `hashes` is JSON. */
  written_files: { name: string; hashes: string }
}

/** What the dashboard wrote into files that others may write too, so that it can tell its own from theirs. */
export type WrittenFilesRepository = ReturnType<typeof createWrittenFilesRepository>

/** Every method throws `storage_unavailable` when it cannot keep its promise. */
export function createWrittenFilesRepository(db: Kysely<WrittenFilesTables>, guard: StorageGuard) {
  return {
    /**
     * The hashes remembered for a file at this path, on any host: a container that is made anew has another name, and
     * the same file.
     */
    async hashesOf(path: string): Promise<readonly string[]> {
      // A few rows for each host: SQL's patterns would read more into a path than it says.
      const rows = await guard.read(() => db.selectFrom('written_files').selectAll().execute())
      return rows.filter(({ name }) => pathOf(name) === path).flatMap(({ hashes }): string[] => JSON.parse(hashes))
    },

    /** Remembers these for the file at this path on a host, in place of those from before. */
    async remember(host: string, path: string, hashes: readonly string[]): Promise<void> {
      const values = { hashes: JSON.stringify(hashes) }
      const insert = db.insertInto('written_files').values({ name: nameOf(host, path), ...values })
      await guard.write(() => insert.onConflict((known) => known.column('name').doUpdateSet(values)).execute())
    },
  }
}

/** No host's name has a colon; a path may. */
const nameOf = (host: string, path: string): string => `${host}:${path}`
const pathOf = (name: string): string => name.slice(name.indexOf(':') + 1)
