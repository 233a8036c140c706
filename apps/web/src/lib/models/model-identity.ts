import type { AvailableModel } from '@ollama-dashboard/contracts'
import type { CSSProperties } from 'react'
import { createNotifier } from '../notifier.ts'
import { type Moved, moveApart, ownColour, readMoved } from './identity-colours.ts'

const storageKey = 'identities'
const changes = createNotifier()
let moved = remembered()

/** The colour of a model, the same on every page and after every reload; no other installed model has it, while there are enough. */
export const useIdentity = (name: string): string => changes.use(() => identityOf(name))

const identityOf = (name: string): string => {
  const key = name.toLowerCase()
  return `var(--id-${(moved.get(key) ?? ownColour(key)) + 1})`
}

/** Sets the colour for what is drawn inside; React's types know no custom properties. */
export const identityStyle = (colour: string): CSSProperties => ({ '--id': colour }) as CSSProperties

/** Learns which models are installed. The oldest come first: a pull changes the colour of none that was there. */
export function tellApart(models: readonly Pick<AvailableModel, 'name' | 'modified_at'>[]): void {
  const byAge = models.toSorted((a, b) => compare(a.modified_at ?? '', b.modified_at ?? '') || compare(a.name, b.name))
  const next = moveApart(
    byAge.map(({ name }) => name.toLowerCase()),
    moved,
  )
  const isSame = next.size === moved.size && [...next].every(([name, colour]) => moved.get(name) === colour)
  if (isSame) return
  moved = next
  try {
    localStorage.setItem(storageKey, JSON.stringify([...moved]))
  } catch {
    // The colours hold while the page is open.
  }
  changes.notify()
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** As it was at the last visit, so that no colour changes while the page loads. */
function remembered(): Moved {
  try {
    return readMoved(JSON.parse(localStorage.getItem(storageKey) ?? '[]'))
  } catch {
    return new Map()
  }
}

export interface NameParts {
  readonly namespace: string
  readonly base: string
  readonly tag: string
}

/** A listed name as the page shows it: `hf.co/unsloth/`, `Qwen3-8B-GGUF`, `:Q4_K_M`. */
export function nameParts(name: string): NameParts {
  const slash = name.lastIndexOf('/')
  const last = name.slice(slash + 1)
  const colon = last.indexOf(':')
  return {
    namespace: name.slice(0, slash + 1),
    base: colon < 0 ? last : last.slice(0, colon),
    tag: colon < 0 ? '' : last.slice(colon),
  }
}
