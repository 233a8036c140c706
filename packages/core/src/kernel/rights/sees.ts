import type { HeldGrant } from './held-grant.ts'

/** What something is about, as far as a grant may hide it. */
export interface Subject {
  readonly model?: string | undefined
  readonly instance?: string | undefined
}

type Seeing = { readonly grant: HeldGrant | null }

/**
 * Whether an actor may know of a model, of a server, or of a model on a server. Everything that lists, counts, searches or
 * streams asks this; what it hides is as if it were not there.
 */
export const sees = ({ grant }: Seeing, { model, instance }: Subject): boolean =>
  grant === null ||
  ((model === undefined || (grant.models?.has(model) ?? true)) &&
    (instance === undefined || (grant.instances?.has(instance) ?? true)))

/** What of a list an actor may know of. The same list where nothing is narrowed. */
export const seenOf = <T>(actor: Seeing, list: readonly T[], subjectOf: (one: T) => Subject): readonly T[] =>
  actor.grant === null ? list : list.filter((one) => sees(actor, subjectOf(one)))

/**
 * What an actor may know of something that is kept and shown to many. `narrow` is called for actors whose view is narrowed,
 * once for each grant as long as the original lives; all others get the original itself.
 */
export function narrowed<T extends object>(narrow: (whole: T, actor: Seeing) => T) {
  const made = new WeakMap<HeldGrant, WeakMap<T, T>>()
  return (whole: T, actor: Seeing): T => {
    const { grant } = actor
    if (grant === null) return whole
    const ofGrant = made.get(grant) ?? new WeakMap<T, T>()
    made.set(grant, ofGrant)
    const view = ofGrant.get(whole) ?? narrow(whole, actor)
    ofGrant.set(whole, view)
    return view
  }
}
