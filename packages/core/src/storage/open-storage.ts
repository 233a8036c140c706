import { access, constants, mkdir, open } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Clock, wait } from '../clock.ts'
import { DashboardError } from '../errors.ts'
import { checkWriting } from './check-writing.ts'
import { createSqlStorage } from './sql-storage.ts'
import { openSqlite } from './sqlite-database.ts'
import type { Storage } from './storage.ts'
import { isLocked, toStorageFailure } from './storage-failure.ts'
import { StorageNotOpened } from './storage-not-opened.ts'

export interface OpenStorageOptions {
  /** Made when it is not there. */
  readonly dataDir: string
  readonly clock: Clock
}

/** How long an opening goes on trying: longer than the other process needs for its migrations. */
const openingMs = 15_000
const tryAgainMs = 50

/** Opens `dashboard.db` in the folder and brings it to the newest shape. Throws StorageNotOpened with what to do. */
export async function openStorage({ dataDir, clock }: OpenStorageOptions): Promise<Storage> {
  const folder = resolve(dataDir)
  const file = join(folder, 'dashboard.db')
  await orTell(folder, () => mkdir(folder, { recursive: true }))
  await orTell(file, () => createOwnFile(file))

  const giveUpAt = clock.now() + openingMs
  for (;;) {
    try {
      return await openWritable(file, clock)
    } catch (error) {
      // The change to a write-ahead log does not wait for another process that is just making it: SQLITE_BUSY at once.
      if (!isLocked(error) || clock.now() >= giveUpAt) throw told(error, file)
      await wait(clock, tryAgainMs)
    }
  }
}

/** Whether it may be written is found out now, not when the first person saves something. */
async function openWritable(file: string, clock: Clock): Promise<Storage> {
  const { database, db } = await openSqlite(file)
  try {
    await checkWriting(db, clock)
    return createSqlStorage(db, clock)
  } catch (error) {
    database.close()
    throw error
  }
}

/** Only its owner may read it. SQLite would let everybody, and gives the files beside it the mode of this one. */
async function createOwnFile(file: string): Promise<void> {
  try {
    const handle = await open(file, 'wx', 0o600)
    await handle.close()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    // Asked before SQLite is: what it opens for reading leaves files beside it that may only be read from then on.
    await access(file, constants.R_OK | constants.W_OK)
  }
}

async function orTell(path: string, action: () => Promise<unknown>): Promise<void> {
  try {
    await action()
  } catch (error) {
    throw told(error, path)
  }
}

function told(error: unknown, path: string): unknown {
  const failure = toStorageFailure(error)
  return failure instanceof DashboardError ? new StorageNotOpened(failure, path) : failure
}
