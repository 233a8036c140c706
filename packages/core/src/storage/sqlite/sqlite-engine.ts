import { access, constants, mkdir, open } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { DashboardError } from '../../kernel/errors.ts'
import type { Engine } from '../engine.ts'
import { StorageNotOpened, toStorageFailure } from '../storage-failure.ts'
import { lockOf, openSqlite } from './sqlite-database.ts'
import { sqliteFailure } from './sqlite-failure.ts'

/** SQLite in `dashboard.db` in the folder, which one process at a time may use; what is not there is made. */
export async function sqliteEngine(dataDir: string): Promise<Engine> {
  const folder = resolve(dataDir)
  const file = join(folder, 'dashboard.db')
  await orTell(folder, () => mkdir(folder, { recursive: true }))
  await orTell(file, () => createOwnFile(file))
  await orTell(lockOf(file), () => createOwnFile(lockOf(file)))
  return { where: file, failureOf: sqliteFailure, open: () => openSqlite(file) }
}

/** Only its owner may read it. SQLite would let everybody, and gives the files beside it the mode of this one. */
async function createOwnFile(file: string): Promise<void> {
  try {
    const handle = await open(file, 'wx', 0o600)
    await handle.close()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    // Asked before SQLite is: what it opens for reading leaves files beside it that may only be read from then on, and
    // cannot be locked.
    await access(file, constants.R_OK | constants.W_OK)
  }
}

async function orTell(path: string, action: () => Promise<unknown>): Promise<void> {
  try {
    await action()
  } catch (error) {
    const failure = toStorageFailure(error, sqliteFailure)
    throw failure instanceof DashboardError ? new StorageNotOpened(failure, path) : failure
  }
}
