import { type Clock, systemClock } from '../kernel/clock.ts'
import { createSqlStorage } from './sql-storage.ts'
import { openSqliteInMemory } from './sqlite/sqlite-database.ts'
import type { Storage } from './storage.ts'

/** The same storage without a file: what it keeps ends with it. For tests and scripts. */
export async function createMemoryStorage(clock: Clock = systemClock): Promise<Storage> {
  return createSqlStorage(await openSqliteInMemory(), clock)
}
