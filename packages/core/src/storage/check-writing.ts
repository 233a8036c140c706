import type { Kysely } from 'kysely'
import { type Clock, timestamp } from '../kernel/clock.ts'
import type { Tables } from './tables.ts'

/** Writes something small. Nothing less tells: SQLite opens what it may only read, and begins a transaction on it. */
export async function checkWriting(db: Kysely<Tables>, clock: Clock): Promise<void> {
  const checked_at = timestamp(clock.now())
  const insert = db.insertInto('write_checks').values({ id: 'storage', checked_at })
  await insert.onConflict((known) => known.column('id').doUpdateSet({ checked_at })).execute()
}
