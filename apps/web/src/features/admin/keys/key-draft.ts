import type { ApiKey, Grant, RoleName } from '@ollama-dashboard/contracts'
import type { Expiry } from './expiry.ts'

/** The lists of a grant; an empty one narrows nothing. */
export type Narrowing = Readonly<Record<'models' | 'instances' | 'addresses', readonly string[]>>

export const narrowingOf = (grant: Grant | null): Narrowing => ({ models: [], instances: [], addresses: [], ...grant })

/** As the API takes it: null where nothing is narrowed. */
export function grantOf({ models, instances, addresses }: Narrowing): Grant | null {
  const grant: Grant = {
    ...(models.length > 0 && { models: [...models] }),
    ...(instances.length > 0 && { instances: [...instances] }),
    ...(addresses.length > 0 && { addresses: [...addresses] }),
  }
  return Object.keys(grant).length === 0 ? null : grant
}

/** Whether something that was allowed by one grant is not by the other, as far as the lists alone tell. */
export const isNarrower = (next: Narrowing, before: Narrowing): boolean =>
  (['models', 'instances', 'addresses'] as const).some(
    (list) =>
      next[list].length > 0 && (before[list].length === 0 || before[list].some((one) => !next[list].includes(one))),
  )

/** What can be changed of a key, as its form has it. */
export interface KeyDraft {
  readonly name: ApiKey['name']
  readonly role: RoleName
  readonly narrowing: Narrowing
  readonly expiry: Expiry
}
