import type { Grant } from '@ollama-dashboard/contracts'
import {
  matchesPattern,
  modelPattern,
  type NamePattern,
  patternName,
  plainPattern,
} from '@ollama-dashboard/contracts/name-pattern'
import { LRUCache } from 'lru-cache'
import { coversPattern } from './covers-pattern.ts'
import { type Network, type Networks, networksOf, readNetwork } from './networks.ts'

/** A grant, made ready for looking at it with each request. */
export interface HeldGrant {
  /** As people wrote it. */
  readonly told: Grant
  /** Null where every model is seen. */
  readonly models: Names | null
  /** Null where every Ollama server is seen. */
  readonly instances: Names | null
  /** Null where a caller may come from anywhere. */
  readonly addresses: Addresses | null
}

interface Names {
  has(name: string): boolean
  readonly patterns: readonly NamePattern[]
}

interface Addresses extends Networks {
  readonly list: readonly Network[]
}

/** Names that were looked at: lists are gone through again and again. */
const remembered = 5000

/** What cannot be read as a network holds nobody: it was refused before it was stored. */
export function holdGrant(told: Grant): HeldGrant {
  const list = told.addresses?.flatMap((text) => readNetwork(text) ?? [])
  return {
    told,
    models: told.models ? namesOf(told.models.map(modelPattern), patternName) : null,
    instances: told.instances ? namesOf(told.instances.map(plainPattern), (name) => name) : null,
    addresses: list ? { list, ...networksOf(list) } : null,
  }
}

function namesOf(patterns: readonly NamePattern[], read: (name: string) => string): Names {
  const known = new LRUCache<string, boolean>({ max: remembered })
  return {
    patterns,
    has(name) {
      const before = known.get(name)
      if (before !== undefined) return before
      const text = read(name)
      const isSeen = patterns.some((pattern) => matchesPattern(pattern, text))
      known.set(name, isSeen)
      return isSeen
    },
  }
}

/** Whether a grant narrows what is seen, beside where from. */
export const hidesNames = (grant: HeldGrant | null): grant is HeldGrant =>
  grant !== null && (grant.models !== null || grant.instances !== null)

/** Whether all that one grant lets see, another one does too. Null narrows nothing. */
export const coversNames = (outer: HeldGrant | null, inner: HeldGrant | null): boolean =>
  covers(outer?.models ?? null, inner?.models ?? null) && covers(outer?.instances ?? null, inner?.instances ?? null)

/** Whether a grant lets do nothing that another one does not, from wherever. Null narrows nothing. */
export function coversGrant(outer: HeldGrant | null, inner: HeldGrant | null): boolean {
  if (!coversNames(outer, inner)) return false
  const [around, within] = [outer?.addresses ?? null, inner?.addresses ?? null]
  return around === null || within?.list.every((network) => around.covers(network)) === true
}

const covers = (outer: Names | null, inner: Names | null): boolean =>
  outer === null ||
  inner?.patterns.every((one) => outer.patterns.some((pattern) => coversPattern(pattern, one))) === true
