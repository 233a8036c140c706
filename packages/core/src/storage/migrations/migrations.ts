import type { Migration } from 'kysely/migration'
import { schema } from './0001-schema.ts'

/**
 * Every migration under the name it is remembered by. They run in the order of their names; neither a name nor a
 * released migration ever changes. One that creates many tables has a file of its own.
 */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-schema': schema,
}
