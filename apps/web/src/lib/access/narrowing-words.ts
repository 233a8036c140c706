import type { Grant } from '@ollama-dashboard/contracts'
import {
  matchesPattern,
  modelPattern,
  type NamePattern,
  patternName,
  plainPattern,
} from '@ollama-dashboard/contracts/name-pattern'

/** So many of a list stand in a line; the rest are counted. */
const shown = 2

const few = (list: readonly string[]): string =>
  list.length <= shown + 1 ? list.join(', ') : `${list.slice(0, shown).join(', ')} +${list.length - shown}`

/** "llama3.2:*, qwen3:* · on lab · from 10.0.0.0/8": what narrows a key, in a line. */
export const narrowingLine = ({ models, instances, addresses }: Grant): string =>
  [models && few(models), instances && `on ${few(instances)}`, addresses && `from ${few(addresses)}`]
    .filter(Boolean)
    .join(' · ')

export interface NarrowingFact {
  readonly label: string
  readonly values: readonly string[]
}

/** All of it. */
export const narrowingFacts = ({ models, instances, addresses }: Grant): NarrowingFact[] => [
  ...(models ? [{ label: 'Models', values: models }] : []),
  ...(instances ? [{ label: 'Ollama servers', values: instances }] : []),
  ...(addresses ? [{ label: 'Addresses', values: addresses }] : []),
]

/** All of it, a line for each list: "Models: llama3.2:*, qwen3:*". */
export const wholeNarrowing = (grant: Grant): string =>
  narrowingFacts(grant)
    .map(({ label, values }) => `${label}: ${values.join(', ')}`)
    .join('\n')

const matched = (patterns: readonly NamePattern[], names: readonly string[], read: (name: string) => string) =>
  names.filter((name) => patterns.some((pattern) => matchesPattern(pattern, read(name))))

/** The models of these that patterns match. */
export const matchedModels = (patterns: readonly string[], models: readonly string[]): string[] =>
  matched(patterns.map(modelPattern), models, patternName)

/** The Ollama servers of these that patterns match. */
export const matchedServers = (patterns: readonly string[], servers: readonly string[]): string[] =>
  matched(patterns.map(plainPattern), servers, (name) => name)
