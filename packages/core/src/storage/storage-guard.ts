import type { Clock } from '../clock.ts'
import { DashboardError } from '../errors.ts'
import type { FailureOf } from './engine.ts'
import type { StorageState } from './storage.ts'
import { toStorageFailure } from './storage-failure.ts'

/** Turns what a database throws into `storage_unavailable`, and remembers whether it works. */
export interface StorageGuard extends Disposable {
  read<T>(query: () => Promise<T>): Promise<T>
  write<T>(query: () => Promise<T>): Promise<T>
  state(): StorageState
  /** Finds out whether it works without waiting for somebody to save. */
  checkNow(): void
}

/** Nothing may come to be written for hours, and a full disk is often emptied within minutes. */
const checkAgainMs = 10_000

/** `check` writes something small: so a storage that works again is noticed without anybody having to save. */
export function createStorageGuard(clock: Clock, failureOf: FailureOf, check: () => Promise<void>): StorageGuard {
  let state: StorageState = { failure: null, triedAt: null }
  let cancel: (() => void) | null = null
  let isClosed = false

  function failed(error: unknown): unknown {
    const failure = toStorageFailure(error, failureOf)
    if (!(failure instanceof DashboardError)) return failure
    state = { failure, triedAt: clock.now() }
    if (!isClosed) cancel ??= clock.after(checkAgainMs, checkAgain)
    return failure
  }

  function checkAgain() {
    cancel = null
    if (state.failure) checkNow()
  }

  function checkNow() {
    if (!isClosed) write(check).catch(() => undefined)
  }

  async function read<T>(query: () => Promise<T>): Promise<T> {
    try {
      return await query()
    } catch (error) {
      throw failed(error)
    }
  }

  async function write<T>(query: () => Promise<T>): Promise<T> {
    const written = await read(query)
    state = { failure: null, triedAt: clock.now() }
    return written
  }

  return {
    read,
    write,
    state: () => state,
    checkNow,
    [Symbol.dispose]() {
      isClosed = true
      cancel?.()
    },
  }
}
