import type { Engine } from '../engine.ts'
import { openPostgres } from './postgres-database.ts'
import { postgresFailure } from './postgres-failure.ts'

/** PostgreSQL at an address, which holds a password and is told to nobody. */
export const postgresEngine = (url: string): Engine => ({
  where: 'DATABASE_URL',
  failureOf: postgresFailure,
  open: () => openPostgres(url),
})
