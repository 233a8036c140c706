import type { RepositoryOptions, StoredEntity } from '../../storage/stored-entity.ts'

export interface KnownVersionTables {
  known_versions: KnownVersion
}

/** The version that something had when it was last seen. */
export interface KnownVersion {
  readonly subject: 'ollama' | 'driver' | 'model'
  /** Name of the server; empty if it is of this machine. */
  readonly instance: string
  /** Name of the model; of a driver, its machine where dashboards share a storage; empty otherwise. */
  readonly name: string
  readonly value: string
}

/** Versions as they were last seen, so that a change is noticed over a restart too. */
export type KnownVersionRepository = ReturnType<typeof createKnownVersionRepository>

const keyColumns = ['subject', 'instance', 'name'] as const

/** Changes are written within seconds, and nobody waits for them. What reads throws `storage_unavailable`. */
function createKnownVersionRepository({ db, guard, measurements }: RepositoryOptions<KnownVersionTables>) {
  return {
    all: (): Promise<KnownVersion[]> => guard.read(() => db.selectFrom('known_versions').selectAll().execute()),

    set(version: KnownVersion): void {
      measurements.addFenced(async (transaction) => {
        const { value } = version
        const insert = transaction.insertInto('known_versions').values(version)
        await insert.onConflict((known) => known.columns(keyColumns).doUpdateSet({ value })).execute()
      })
    },

    forget({ subject, instance, name }: Omit<KnownVersion, 'value'>): void {
      measurements.addFenced(async (transaction) => {
        const known = transaction.deleteFrom('known_versions').where('subject', '=', subject)
        await known.where('instance', '=', instance).where('name', '=', name).execute()
      })
    },
  }
}

export const knownVersions = {
  open: createKnownVersionRepository,
  migrations: {
    async '0008-changes-of-versions'({ schema }) {
      await schema
        .createTable('known_versions')
        .addColumn('subject', 'text', (column) => column.notNull())
        .addColumn('instance', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('value', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('known_versions_of', [...keyColumns])
        .execute()
    },
  },
} satisfies StoredEntity<KnownVersionTables>
