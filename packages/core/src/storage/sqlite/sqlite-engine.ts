import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { DashboardError } from '../../kernel/errors.ts'
import type { Engine } from '../engine.ts'
import { StorageNotOpened, toStorageFailure } from '../storage-failure.ts'
import { createOwnFile } from './own-file.ts'
import { lockOf, openSqlite } from './sqlite-database.ts'
import { sqliteFailure } from './sqlite-failure.ts'

/** SQLite in `dashboard.db` in the folder, which one process at a time may use; what is not there is made. */
export async function sqliteEngine(dataDir: string): Promise<Engine> {
  const folder = resolve(dataDir)
  const file = join(folder, 'dashboard.db')
  await orTell(folder, () => mkdir(folder, { recursive: true, mode: 0o700 }))
  await orTell(file, () => createOwnFile(file))
  await orTell(lockOf(file), () => createOwnFile(lockOf(file)))
  return { where: file, failureOf: sqliteFailure, open: () => openSqlite(file) }
}

async function orTell(path: string, action: () => Promise<unknown>): Promise<void> {
  try {
    await action()
  } catch (error) {
    const failure = toStorageFailure(error, sqliteFailure)
    throw failure instanceof DashboardError ? new StorageNotOpened(failure, path) : failure
  }
}
