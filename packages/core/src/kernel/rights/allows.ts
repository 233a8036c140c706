import type { OperationId } from '@ollama-dashboard/contracts'
import { type Actor, keyIdOf } from '../call-context.ts'
import { holdsEverything } from './rights.ts'

/** What an action is about, as far as it matters for who may do it. */
export interface Target {
  /** Owner: the id of a key, or null if it was created without one. */
  readonly owner?: string | null
}

/**
 * Whether an actor may do an operation of the contract. What has an owner is reached by its owner and by an admin. Null is
 * a caller who has not said who it is.
 */
export function allows(actor: Actor | null, operation: OperationId, { owner }: Target = {}): boolean {
  if (!actor?.permissions.has(operation)) return false
  return owner === undefined || reachesAll(actor) || owner === keyIdOf(actor)
}

/** Whether what others own is listed for an actor too: for one with every permission. */
export const reachesAll = (actor: Actor): boolean => holdsEverything(actor)
