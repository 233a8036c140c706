import { currentUser } from './api/signed-in.ts'
import type { ShownField } from './models/setting-fields.ts'
import { createNotifier } from './notifier.ts'

/** What somebody typed and did not save, as text. */
export type Edits = Readonly<Partial<Record<ShownField, string>>>

const none: Edits = {}
const kept = new Map<string, Edits>()
/** What was saved when each of them was begun: where it is another by now, somebody else saved it. */
const begunAt = new Map<string, Edits>()
let owner: string | null = null
const changes = createNotifier()

/** What one person typed is not for the next one at this screen. */
function drafts(): Map<string, Edits> {
  if (owner !== currentUser()) {
    owner = currentUser()
    kept.clear()
    begunAt.clear()
    warnOfLeaving(false)
  }
  return kept
}

/** Kept for as long as the tab is open, so that closing the drawer or leaving the page loses nothing. */
export const useEdits = (model: string): Edits => changes.use(() => editsOf(model))
export const useHasEdits = (model: string): boolean => changes.use(() => drafts().has(model))
/** Of any model: closing its drawer or leaving the page has lost nothing of it. */
export const useHasAnyEdits = (): boolean => changes.use(() => drafts().size > 0)

export const editsOf = (model: string): Edits => drafts().get(model) ?? none

export function setEdits(model: string, edits: Edits): void {
  const isNone = Object.keys(edits).length === 0
  if (isNone && !drafts().has(model)) return
  if (isNone) drafts().delete(model)
  else drafts().set(model, edits)
  begunAt.set(model, only(edits, basesOf(model)))
  warnOfLeaving(drafts().size > 0)
  changes.notify()
}

export const edit = (model: string, field: ShownField, text: string): void =>
  setEdits(model, { ...editsOf(model), [field]: text })

const basesOf = (model: string): Edits => begunAt.get(model) ?? none
export const useBases = (model: string): Edits => changes.use(() => basesOf(model))

/** Tells what is saved, as text, where something is typed in its place: it is no news any more. */
export function rebase(model: string, saved: Edits): void {
  begunAt.set(model, { ...basesOf(model), ...only(editsOf(model), saved) })
  changes.notify()
}

const only = (names: Edits, texts: Edits): Edits =>
  Object.fromEntries(Object.entries(texts).filter(([field]) => Object.hasOwn(names, field)))

/** Forgets those that changed nothing in the end. */
export function pruneEdits(model: string, isIdle: (field: ShownField, text: string) => boolean): void {
  const edits = Object.entries(editsOf(model)) as [ShownField, string][]
  const kept = edits.filter(([field, text]) => !isIdle(field, text))
  if (kept.length < edits.length) setEdits(model, Object.fromEntries(kept))
}

const ask = (event: BeforeUnloadEvent) => event.preventDefault()

/** Only while there is something to lose: the listener keeps browsers from remembering the page as it is. */
function warnOfLeaving(isNeeded: boolean): void {
  if (isNeeded) addEventListener('beforeunload', ask)
  else removeEventListener('beforeunload', ask)
}
