import { type Access, can } from '@ollama-dashboard/contracts'
import { type Actor, keyIdOf } from './call-context.ts'

/** What an action is about, as far as it matters for who may do it. */
export interface Target {
  /** Owner: the id of a key, or null if it was created without one. */
  readonly owner?: string | null
}

/**
 * Whether an actor may take an action, which an endpoint of the contract stands for. What has an owner is reached by its
 * owner and by an admin. Null is a caller who has not said who it is.
 */
export function allows(actor: Actor | null, action: { readonly access: Access }, { owner }: Target = {}): boolean {
  if (!can(actor?.role ?? null, action)) return false
  return owner === undefined || (actor !== null && (reachesAll(actor) || owner === keyIdOf(actor)))
}

/** Whether what others own is listed for an actor too. */
export const reachesAll = ({ role }: Actor): boolean => role === 'admin'
