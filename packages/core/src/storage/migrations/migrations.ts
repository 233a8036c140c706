import type { Migration } from 'kysely/migration'
import { jobs } from './0001-jobs.ts'
import { writeChecks } from './0002-write-checks.ts'

/** Every migration under the name it is remembered by. They run in the order of their names; a name never changes. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-jobs': jobs,
  '0002-write-checks': writeChecks,
}
