import type { RepositoryOptions, StoredEntity } from '../storage/stored-entity.ts'

export interface WrittenFilesTables {
  /** `hashes` is JSON. */
  written_files: { host: string; path: string; hashes: string }
}

/** What the dashboard wrote into files that others may write too, so that it can tell its own from theirs. */
export type WrittenFilesRepository = ReturnType<typeof createWrittenFilesRepository>

/** Every method throws `storage_unavailable` when it cannot keep its promise. */
function createWrittenFilesRepository({ db, guard }: RepositoryOptions<WrittenFilesTables>) {
  return {
    /**
     * The hashes remembered for a file at this path, on any host: a container that is made anew has another name, and
     * the same file.
     */
    async hashesOf(path: string): Promise<readonly string[]> {
      const query = db.selectFrom('written_files').select('hashes').where('path', '=', path)
      const rows = await guard.read(() => query.execute())
      return rows.flatMap(({ hashes }): string[] => JSON.parse(hashes))
    },

    /** Remembers these for the file at this path on a host, in place of those from before. */
    async remember(host: string, path: string, hashes: readonly string[]): Promise<void> {
      const values = { hashes: JSON.stringify(hashes) }
      const insert = db.insertInto('written_files').values({ host, path, ...values })
      await guard.write(() =>
        insert.onConflict((known) => known.columns(['host', 'path']).doUpdateSet(values)).execute(),
      )
    },
  }
}

export const writtenFiles = {
  open: createWrittenFilesRepository,
  async firstRelease({ schema }) {
    await schema
      .createTable('written_files')
      .addColumn('host', 'text', (column) => column.notNull())
      .addColumn('path', 'text', (column) => column.notNull())
      .addColumn('hashes', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('written_files_of', ['host', 'path'])
      .execute()
  },
} satisfies StoredEntity<WrittenFilesTables>
