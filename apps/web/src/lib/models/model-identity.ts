import type { AvailableModel } from '@ollama-dashboard/contracts'
import type { CSSProperties } from 'react'
import { type Given, giveColours, readGiven } from './identity-colours.ts'

const storageKey = 'identities'
let installed: ReadonlySet<string> = new Set()
let given = remembered()
let isSaving = false

/** The colour of a model, the same on every page and after every reload; no other installed model has it, while there are enough. */
export function identityOf(name: string): string {
  const key = name.toLowerCase()
  // What is drawn has its colour from then on, also before it is known which models are installed.
  if (!given.has(key)) give([key])
  return `var(--id-${(given.get(key) ?? 0) + 1})`
}

function give(names: readonly string[]): void {
  given = giveColours(names, given, installed)
  if (isSaving) return
  isSaving = true
  // Once for all that is drawn together.
  queueMicrotask(save)
}

function save(): void {
  isSaving = false
  try {
    localStorage.setItem(storageKey, JSON.stringify([...given]))
  } catch {
    // The colours hold while the page is open.
  }
}

/** Sets the colour for what is drawn inside; React's types know no custom properties. */
export const identityStyle = (colour: string): CSSProperties => ({ '--id': colour }) as CSSProperties

/** Learns which models are installed, and gives them their colours, the oldest first. */
export function tellApart(models: readonly Pick<AvailableModel, 'name' | 'modified_at'>[]): void {
  const byAge = models.toSorted((a, b) => compare(a.modified_at ?? '', b.modified_at ?? '') || compare(a.name, b.name))
  const names = byAge.map(({ name }) => name.toLowerCase())
  installed = new Set(names)
  if (!names.every((name) => given.has(name))) give(names)
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
