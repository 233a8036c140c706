import type { AvailableModel } from '@ollama-dashboard/contracts'
import type { CSSProperties } from 'react'
import { createNotifier } from '../notifier.ts'
import { type Given, giveColours, ownColour, readGiven } from './identity-colours.ts'

const storageKey = 'identities'
let given = remembered()
/** Those that are drawn and have no colour yet. */
const awaited = new Set<string>()
let isTelling = false
const changes = createNotifier()

/**
 * The colour of a model, the same on every page and after every reload; no other installed model has it, while there are
 * enough. Colours are given to all models at once, so that it does not matter which page draws which of them first: until
 * the next list of what is installed, a new one has its own colour.
 */
export const useIdentity = (name: string): string => changes.use(() => colourOf(name.toLowerCase()))

/** Whether a list of the installed models is needed, for there are some without a colour. */
export const useIsListAwaited = (): boolean => changes.use(() => awaited.size > 0)

/** No colours are known in this browser. */
export const isFirstVisit = (): boolean => given.size === 0

function colourOf(key: string): string {
  if (!given.has(key) && !awaited.has(key)) {
    awaited.add(key)
    tellSoon()
  }
  return `var(--id-${(given.get(key) ?? ownColour(key)) + 1})`
}

/** Once for all that is drawn together, and not in the middle of it. */
function tellSoon(): void {
  if (isTelling) return
  isTelling = true
  queueMicrotask(() => {
    isTelling = false
    changes.notify()
  })
}

/** Sets the colour for what is drawn inside; React's types know no custom properties. */
export const identityStyle = (colour: string): CSSProperties => ({ '--id': colour }) as CSSProperties

/** Learns which models are installed and gives them their colours, the oldest first; then to the others that are drawn. */
export function tellApart(models: readonly Pick<AvailableModel, 'name' | 'modified_at'>[]): void {
  const byAge = models.toSorted((a, b) => compare(a.modified_at ?? '', b.modified_at ?? '') || compare(a.name, b.name))
  const installed = byAge.map(({ name }) => name.toLowerCase())
  const names = [...installed, ...[...awaited].toSorted(compare)]
  awaited.clear()
  if (names.every((name) => given.has(name))) return
  given = giveColours(names, given, new Set(installed))
  tellSoon()
  try {
    localStorage.setItem(storageKey, JSON.stringify([...given]))
  } catch {
    // The colours hold while the page is open.
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** As it was at the last visit, so that no colour changes while the page loads. */
function remembered(): Given {
  try {
    return readGiven(JSON.parse(localStorage.getItem(storageKey) ?? '[]'))
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
