import type { RepositoryOptions, StoredEntity } from '../storage/stored-entity.ts'

/** What Ollama's own variables said while something was measured: with others it takes another size. */
export interface MeasuredUnder {
  readonly kv_cache_type: string
  readonly num_parallel: number
  /** `auto` where nothing is said. */
  readonly flash_attention: 'on' | 'off' | 'auto'
}

/** What a model took in memory at a context, as Ollama said; sizes are bytes. */
export interface StoredObservation extends MeasuredUnder {
  /** The host that means itself by the address; empty where any host means the same server by it. */
  readonly host: string
  /** The address of the server, whatever it is called here. */
  readonly server: string
  readonly digest: string
  readonly context: number
  readonly size: number
  readonly observed_at: string
}

export interface MemoryObservationTables {
  memory_observations: StoredObservation
}

const key = ['host', 'server', 'digest', 'kv_cache_type', 'num_parallel', 'flash_attention', 'context'] as const

/** What was measured here, to be kept over a restart. Changes are written together, within seconds and at the end. */
export type MemoryObservationRepository = ReturnType<typeof createMemoryObservationRepository>

function createMemoryObservationRepository({ db, guard, measurements }: RepositoryOptions<MemoryObservationTables>) {
  return {
    /** What was measured under these rules of the servers that this host reaches. Throws `storage_unavailable`. */
    async all(
      { kv_cache_type, num_parallel, flash_attention }: MeasuredUnder,
      host: string,
    ): Promise<StoredObservation[]> {
      await measurements.flush()
      const measured = db
        .selectFrom('memory_observations')
        .selectAll()
        .where('host', 'in', ['', host])
        .where('kv_cache_type', '=', kv_cache_type)
        .where('num_parallel', '=', num_parallel)
        .where('flash_attention', '=', flash_attention)
      return guard.read(() => measured.execute())
    },

    /** In place of what was measured before at that context under the same rules. */
    save({ size, observed_at, ...measured }: StoredObservation): void {
      measurements.addFenced(async (transaction) => {
        const insert = transaction.insertInto('memory_observations').values({ ...measured, size, observed_at })
        await insert.onConflict((known) => known.columns(key).doUpdateSet({ size, observed_at })).execute()
      })
    },

    /** All that was measured of a model on a server. */
    forget({ host, server, digest }: Pick<StoredObservation, 'host' | 'server' | 'digest'>): void {
      measurements.addFenced(async (transaction) => {
        const remove = transaction
          .deleteFrom('memory_observations')
          .where('host', '=', host)
          .where('server', '=', server)
        await remove.where('digest', '=', digest).execute()
      })
    },
  }
}

export const memoryObservations = {
  open: createMemoryObservationRepository,
  async firstRelease({ schema }) {
    await schema
      .createTable('memory_observations')
      .addColumn('host', 'text', (column) => column.notNull())
      .addColumn('server', 'text', (column) => column.notNull())
      .addColumn('digest', 'text', (column) => column.notNull())
      .addColumn('kv_cache_type', 'text', (column) => column.notNull())
      .addColumn('num_parallel', 'integer', (column) => column.notNull())
      .addColumn('flash_attention', 'text', (column) => column.notNull())
      .addColumn('context', 'bigint', (column) => column.notNull())
      .addColumn('size', 'bigint', (column) => column.notNull())
      .addColumn('observed_at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('memory_observations_under', [
        'host',
        'server',
        'digest',
        'kv_cache_type',
        'num_parallel',
        'flash_attention',
        'context',
      ])
      .execute()
  },
} satisfies StoredEntity<MemoryObservationTables>
