import type { CSSProperties } from 'react'

const colours = 10

/** One of ten colours, the same for a name on every page and after every reload (FNV-1a, 32 bit). */
export function identityOf(name: string): string {
  let hash = 0x811c9dc5
  for (const character of name.toLowerCase()) {
    hash ^= character.codePointAt(0) ?? 0
    hash = Math.imul(hash, 0x01000193) >>> 0
  }
  // The high bits: those are the ones that the whole name has stirred.
  return `var(--id-${Math.floor((hash / 2 ** 32) * colours) + 1})`
}

/** Sets the colour for what is drawn inside; React's types know no custom properties. */
export const identityStyle = (name: string): CSSProperties => ({ '--id': identityOf(name) }) as CSSProperties

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
