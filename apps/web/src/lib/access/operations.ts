import type { ApiContract, Role } from '@ollama-dashboard/contracts'
import { endpoints } from '../api/api.ts'

type Group = keyof ApiContract & string
type InGroup<G extends Group> = keyof ApiContract[G] & string

/** Operations of the API that a role may have or lack: `models.start`. What is open to everybody is none. */
export type Operation = {
  [G in Group]: { [N in InGroup<G>]: ApiContract[G][N] extends { access: 'open' } ? never : `${G}.${N}` }[InGroup<G>]
}[Group]

const rows = Object.entries(endpoints).flatMap(([group, rows]) =>
  Object.entries(rows).flatMap(([name, { access }]) =>
    access === 'open' ? [] : [[`${group}.${name}`, access] as const],
  ),
)

/** In the order of the API. */
// The table was made from the contract, as the type was.
export const operations = rows.map(([operation]) => operation as Operation)

const leastRoles: ReadonlyMap<string, Role> = new Map(rows)

/** The least of the built-in roles that may do it. */
export const leastRole = (operation: Operation): Role => leastRoles.get(operation) ?? 'admin'
