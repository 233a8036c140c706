import { hostname } from 'node:os'
import { comparableName } from '@ollama-dashboard/contracts'
import type { Instance } from '../instances/instance.ts'
import { isLoopback } from '../ollama/ollama-address.ts'
import type { RepositoryOptions } from '../storage/stored-entity.ts'
import type { ResidencyRow, ResidencyTables } from './residency-table.ts'

/** What is stored of a span. */
export type StoredSpan = Omit<ResidencyRow, 'id' | 'open_key' | 'host' | 'instance'>

export type ServerOfSpan = Pick<Instance, 'id' | 'url'>

type Seen = Pick<StoredSpan, 'last_seen_at' | 'size' | 'size_vram' | 'context_length'>

/** Far more than a chart can show. */
const maxSpans = 2000
const removedAtOnce = 500

const columns = [
  ...(['model', 'loading_at', 'loaded_at', 'last_seen_at', 'ended_at'] as const),
  ...(['size', 'size_vram', 'context_length', 'requested_by'] as const),
]

/** Which models were in memory when. What reads throws `storage_unavailable`. */
export type ResidencyRepository = ReturnType<typeof createResidencyRepository>

export function createResidencyRepository({ db, guard, measurements, isShared }: RepositoryOptions<ResidencyTables>) {
  /** Dashboards that share a storage each mean a server of their own by a loopback address. */
  const hostOf = ({ url }: ServerOfSpan) => (isShared && isLoopback(url) ? hostname() : '')
  const keyOf = (server: ServerOfSpan, model: string) =>
    JSON.stringify([hostOf(server), server.id, comparableName(model)])

  async function read<T>(query: () => Promise<T>): Promise<T> {
    await measurements.flush()
    return guard.read(query)
  }

  const spansOf = (server: ServerOfSpan) =>
    db
      .selectFrom('residency_spans')
      .select(columns)
      .where('instance', '=', server.id)
      .where('host', '=', hostOf(server))

  return {
    /** Those that nobody saw leave. */
    open: (server: ServerOfSpan): Promise<StoredSpan[]> =>
      read(() => spansOf(server).where('open_key', 'is not', null).limit(maxSpans).execute()),

    /** Those that reach into a period, the newest of them, by the time they began. */
    async within(server: ServerOfSpan, from: string, to: string): Promise<StoredSpan[]> {
      const spans = spansOf(server)
        .where('loaded_at', '<=', to)
        .where(({ eb, or }) => or([eb('ended_at', 'is', null), eb('ended_at', '>=', from)]))
        .orderBy('loaded_at', 'desc')
        .limit(maxSpans)
      return (await read(() => spans.execute())).reverse()
    },

    /** Begins a span, unless one of the model is there: another process saw it first. */
    begin(server: ServerOfSpan, span: StoredSpan): void {
      const row = { ...span, id: crypto.randomUUID(), host: hostOf(server), instance: server.id }
      measurements.addFenced(async (transaction) => {
        await transaction
          .insertInto('residency_spans')
          .values({ ...row, open_key: keyOf(server, span.model) })
          .onConflict((known) => known.column('open_key').doNothing())
          .execute()
      })
    },

    /** It is still there. */
    see(server: ServerOfSpan, model: string, seen: Seen): void {
      measurements.addFenced(async (transaction) => {
        await transaction
          .updateTable('residency_spans')
          .set(seen)
          .where('open_key', '=', keyOf(server, model))
          .execute()
      })
    },

    end(server: ServerOfSpan, model: string, ended_at: string): void {
      measurements.addFenced(async (transaction) => {
        await transaction
          .updateTable('residency_spans')
          .set({ ended_at, open_key: null })
          .where('open_key', '=', keyOf(server, model))
          .execute()
      })
    },

    /** Removes spans that ended before a time, only so many at once: the oldest. */
    removeBefore(time: string): void {
      measurements.addFenced(async (transaction) => {
        const beyond = await transaction
          .selectFrom('residency_spans')
          .select('ended_at')
          .where('ended_at', '<', time)
          .orderBy('ended_at')
          .offset(removedAtOnce)
          .limit(1)
          .executeTakeFirst()
        await transaction
          .deleteFrom('residency_spans')
          .where('ended_at', '<', beyond?.ended_at ?? time)
          .execute()
      })
    },
  }
}
