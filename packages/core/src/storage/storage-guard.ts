import type { Kysely } from 'kysely'
import { type Clock, timestamp } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import { inSpan } from '../kernel/tracing/span.ts'
import { outsideTrace } from '../kernel/tracing/trace-context.ts'
import type { FailureOf } from './engine.ts'
import { isPassing, isUndone, toStorageFailure } from './storage-failure.ts'

/** How the storage did when it was last asked. */
export interface StorageState {
  /** Why the last attempt failed; null once something was written again. */
  readonly failure: DashboardError | null
  /** Milliseconds since the epoch; null before the first attempt. */
  readonly triedAt: number | null
}

/** Turns what a database throws into `storage_unavailable`, and remembers whether it works. */
export interface StorageGuard extends Disposable {
  /** The query may run more than once, if the database undid it for a change that came at the same time. */
  read<T>(query: () => Promise<T>): Promise<T>
  write<T>(query: () => Promise<T>): Promise<T>
  state(): StorageState
  /** Finds out whether it works without waiting for somebody to save. */
  checkNow(): void
}

/** Nothing may come to be written for hours, and a full disk is often emptied within minutes. */
const checkAgainMs = 10_000
/** What passes by itself, such as another process that writes, is often over at once. */
const passingMs = 1000
/** Two who change the same at once: one of them begins anew, and rarely meets a third. */
const timesAgain = 4

export interface StorageGuardOptions {
  /** As traces name it. */
  readonly system: 'sqlite' | 'postgresql'
  readonly clock: Clock
  readonly failureOf: FailureOf
  /** Writes something small: so a storage that works again is noticed without anybody having to save. */
  readonly check: () => Promise<void>
  /** Throws when the storage is lost; costs next to nothing, since it is asked all the time. */
  readonly inspect?: (() => Promise<unknown>) | undefined
  /** Told of what fails although the database works, and nobody waits for. */
  readonly report: (error: unknown) => void
}

/** After a failure, checks the storage again until it works or the guard is disposed. */
export function createStorageGuard(options: StorageGuardOptions): StorageGuard {
  const { system, clock, failureOf, check, inspect, report } = options
  let state: StorageState = { failure: null, triedAt: null }
  let cancel: (() => void) | null = null
  let isChecking = false
  let isClosed = false
  let timesWritten = 0

  function failed(error: unknown, writtenBefore: number): unknown {
    const failure = toStorageFailure(error, failureOf)
    if (!(failure instanceof DashboardError)) return failure
    if (timesWritten !== writtenBefore) {
      // It may tell of a storage as it was: something that was asked for later has been written since.
      lookIn(passingMs)
      return failure
    }
    // Further failures do not put off the next look.
    if (state.failure === null) cancelLook()
    state = { failure, triedAt: clock.now() }
    lookIn(isPassing(error, failureOf) ? passingMs : checkAgainMs)
    return failure
  }

  function lookIn(ms: number) {
    if (!isClosed) cancel ??= clock.after(ms, () => outsideTrace(look))
  }

  function cancelLook() {
    cancel?.()
    cancel = null
  }

  /** A storage that works may be lost without anybody asking for something. */
  function inspectLater() {
    if (inspect) lookIn(checkAgainMs)
  }

  function look() {
    cancel = null
    if (inspect && !state.failure) read(inspect).then(inspectLater, reportUnforeseen)
    else checkNow()
  }

  function checkNow() {
    if (isClosed || isChecking) return
    isChecking = true
    void write(check)
      .catch(reportUnforeseen)
      .finally(() => {
        isChecking = false
        if (state.failure) lookIn(passingMs)
      })
  }

  /** The state tells of a storage that fails; anything else is a mistake of ours. */
  function reportUnforeseen(error: unknown) {
    if (!(error instanceof DashboardError)) report(error)
  }

  /** What is asked of it during a request is part of the request's trace. */
  const traced = <T>(what: 'read' | 'write', work: () => Promise<T>): Promise<T> =>
    inSpan(`storage ${what}`, () => ({ kind: 'client', attributes: { 'db.system.name': system } }), work)

  async function attempt<T>(query: () => Promise<T>): Promise<T> {
    const writtenBefore = timesWritten
    for (let left = timesAgain; ; left -= 1) {
      try {
        return await query()
      } catch (error) {
        if (left === 0 || !isUndone(error, failureOf)) throw failed(error, writtenBefore)
      }
    }
  }

  const read = <T>(query: () => Promise<T>): Promise<T> => traced('read', () => attempt(query))

  const write = <T>(query: () => Promise<T>): Promise<T> => traced('write', () => noteWritten(query))

  async function noteWritten<T>(query: () => Promise<T>): Promise<T> {
    const written = await attempt(query)
    timesWritten += 1
    if (state.failure) cancelLook()
    state = { failure: null, triedAt: clock.now() }
    inspectLater()
    return written
  }

  inspectLater()
  return {
    read,
    write,
    state: () => state,
    checkNow,
    [Symbol.dispose]() {
      isClosed = true
      cancelLook()
    },
  }
}

export interface WriteCheckTables {
  write_checks: { id: string; checked_at: string }
}

/** Part of the schema of the first release: it never changes. */
export async function createWriteChecks({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('write_checks')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('checked_at', 'text', (column) => column.notNull())
    .execute()
}

/** Writes something small. Nothing less tells: SQLite opens what it may only read, and begins a transaction on it. */
export async function checkWriting(db: Kysely<WriteCheckTables>, clock: Clock): Promise<void> {
  const checked_at = timestamp(clock.now())
  const insert = db.insertInto('write_checks').values({ id: 'storage', checked_at })
  await insert.onConflict((known) => known.column('id').doUpdateSet({ checked_at })).execute()
}
