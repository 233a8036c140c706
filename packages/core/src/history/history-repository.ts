import { hostname } from 'node:os'
import type { Transaction } from 'kysely'
import { limit } from '../kernel/serial.ts'
import type { RepositoryOptions } from '../storage/stored-entity.ts'
import type { HistoryTables } from './history-table.ts'
import { createKeptPages, type Page } from './kept-pages.ts'
import { mergeSteps, newStep, type Step, type Steps, startOf } from './step.ts'
import { createColumns, type StepColumns, type StepPeriod } from './step-columns.ts'
import { readStep, storedStep } from './stored-step.ts'
import type { Tier } from './tiers.ts'

/** What was measured: the host, or the replies of an Ollama server by its id. */
export type Source = 'host' | { readonly instance: string }

export interface StepsQuery extends StepPeriod {
  /** How long the stored steps are that are read; those of the period are added together from them. */
  readonly storedSeconds: number
}

/** History by steps of several lengths. */
export type HistoryRepository = ReturnType<typeof createHistoryRepository>

/** The most rows of one answer of the database: reading them keeps nobody else waiting. */
const pageRows = 360
/** Five values each: both engines take over 30,000 values a statement. */
const rowsPerStatement = 500
const removedAtOnce = 500

const key = ['source', 'step_seconds', 'start'] as const

/**
 * What was measured is added to what is stored, in each tier, so that a step comes out the same whether it was written by
 * one process or by several, one after the other. Reading throws `storage_unavailable`.
 */
export function createHistoryRepository({ db, guard, measurements, isShared }: RepositoryOptions<HistoryTables>) {
  /** Dashboards that share a storage each sample a machine of their own, and only their own replies. */
  const host = isShared ? `host:${hostname()}` : 'host'
  /** Of what others write, nobody tells. */
  const kept = isShared ? null : createKeptPages()
  const nameOf = (source: Source) => (source === 'host' ? host : `replies:${source.instance}`)

  async function add(db: Transaction<HistoryTables>, source: string, seconds: number, minutes: Steps) {
    const added: Steps = new Map()
    mergeSteps(added, minutes, seconds)
    const entries = [...added].sort(([a], [b]) => a - b)
    kept?.touch(source, seconds, [...added.keys()])
    for (let first = 0; first < entries.length; first += rowsPerStatement) {
      const some = entries.slice(first, first + rowsPerStatement)
      const row = (start: number, step: Step) => ({ source, step_seconds: seconds, start, ...storedStep(step) })
      const insert = (steps: readonly (readonly [number, Step])[]) =>
        db.insertInto('history_steps').values(steps.map(([start, step]) => row(start, step)))
      // On SQLite, one transaction writes at a time; elsewhere the row has to be there before it can be locked.
      if (isShared) {
        const empty = some.map(([start]) => [start, newStep()] as const)
        await insert(empty)
          .onConflict((known) => known.columns(key).doNothing())
          .execute()
      }
      const stored = await db
        .selectFrom('history_steps')
        .select(['start', 'figures', 'gpus'])
        .where('source', '=', source)
        .where('step_seconds', '=', seconds)
        .where(
          'start',
          'in',
          some.map(([start]) => start),
        )
        .orderBy('start')
        .$if(isShared, (rows) => rows.forUpdate())
        .execute()
      const sums: Steps = new Map(stored.map((one) => [one.start, readStep(one)]))
      mergeSteps(sums, some, seconds)
      await insert([...sums])
        .onConflict((known) =>
          known
            .columns(key)
            .doUpdateSet(({ ref }) => ({ figures: ref('excluded.figures'), gpus: ref('excluded.gpus') })),
        )
        .execute()
    }
  }

  async function readPage(page: Page): Promise<StepColumns> {
    const known = kept?.find(page)
    if (known) return known
    const columns = await readSteps(page)
    kept?.keep(page, columns)
    return columns
  }

  async function readSteps(page: Page): Promise<StepColumns> {
    const columns = createColumns(page)
    const rows = db
      .selectFrom('history_steps')
      .select(['start', 'figures', 'gpus'])
      .where('source', '=', page.source)
      .where('step_seconds', '=', page.storedSeconds)
      .where('start', '>=', page.from)
      .where('start', '<', page.to)
      .orderBy('start')
    for (const row of await guard.read(() => rows.execute())) columns.addStored(row.start, row)
    return columns
  }

  return {
    /** Adds minutes to each tier, as far as it keeps them; they are written together with other measurements. */
    add(from: Source, minutes: Steps, tiers: readonly Tier[], now: number): void {
      const source = nameOf(from)
      measurements.add(async (transaction) => {
        for (const { seconds, keptMs } of tiers) {
          const kept = [...minutes].filter(([start]) => startOf(start, seconds) * 1000 >= now - keptMs)
          await add(transaction, source, seconds, new Map(kept))
        }
      })
    },

    /** Writes what was added and waits. Never throws: what the storage does not take is tried again. */
    save: measurements.flush,

    /** The stored steps that begin within a period. */
    async steps(of: Source, { storedSeconds, ...period }: StepsQuery): Promise<StepColumns> {
      const { from, to, stepSeconds } = period
      const steps = createColumns(period)
      const pageSeconds = Math.ceil((pageRows * storedSeconds) / stepSeconds) * stepSeconds
      const pages: Page[] = []
      for (let begin = startOf(from, pageSeconds); begin < to; begin += pageSeconds)
        pages.push({ source: nameOf(of), storedSeconds, stepSeconds, from: begin, to: begin + pageSeconds })
      const read = (page: Page) => (page.to <= to ? readPage(page) : readSteps({ ...page, to }))
      // While one is read here, the storage prepares the next. More at once would leave nobody else a connection.
      const some = limit(2)
      await Promise.all(pages.map((page) => some(async () => steps.take(await read(page)))))
      return steps
    },

    /** When the newest stored step of the host begins that begins before a time; null without any. Seconds. */
    async lastBefore(stepSeconds: number, before: number): Promise<number | null> {
      const last = db
        .selectFrom('history_steps')
        .select('start')
        .where('source', '=', host)
        .where('step_seconds', '=', stepSeconds)
        .where('start', '<', before)
        .orderBy('start', 'desc')
        .limit(1)
      return (await guard.read(() => last.executeTakeFirst()))?.start ?? null
    },

    /** Removes steps that begin before a time, of all sources, only so many at once: the oldest. */
    removeBefore(stepSeconds: number, before: number): void {
      measurements.add(async (transaction) => {
        kept?.clear()
        const ofTier = transaction.selectFrom('history_steps').select('start').where('step_seconds', '=', stepSeconds)
        const beyond = await ofTier
          .where('start', '<', before)
          .orderBy('start')
          .offset(removedAtOnce)
          .limit(1)
          .executeTakeFirst()
        await transaction
          .deleteFrom('history_steps')
          .where('step_seconds', '=', stepSeconds)
          .where('start', '<', beyond?.start ?? before)
          .execute()
      })
    },
  }
}
