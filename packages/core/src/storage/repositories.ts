import type { WriteCheckTables } from './storage-guard.ts'
import type { RepositoryOptions } from './stored-entity.ts'
import * as entities from './tables.ts'

type Entities = typeof entities
type Open = Entities[keyof Entities]['open']

/** All tables, as the newest migration leaves them. */
export type Tables = WriteCheckTables & (Open extends (options: RepositoryOptions<infer All>) => object ? All : never)

type Repositories = { readonly [Name in keyof Entities]: ReturnType<Entities[Name]['open']> }

/** What each subject reads and writes its tables with. */
export function openRepositories(options: RepositoryOptions<Tables>): Repositories {
  const opened = Object.entries(entities).map(([name, { open }]) => [name, open(options)])
  return Object.fromEntries(opened)
}
