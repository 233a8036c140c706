import { listedName } from './parse-model-name.ts'

/** A pattern in which `*` stands for any text, cut at its stars. */
export interface NamePattern {
  readonly parts: readonly string[]
  /** How many slashes a name may have, where the pattern names Ollama's own registry; null for any number. */
  readonly maxSlashes: number | null
}

const ownHost = 'registry.ollama.ai/'
const ownNamespace = 'library/'

/**
 * A pattern for names of models, which are compared as `comparableName` gives them: without regard to case, with Ollama's
 * defaults left out and the tag always there. So `llama3`, `llama3:latest` and `registry.ollama.ai/library/llama3` are one.
 */
export function modelPattern(text: string): NamePattern {
  const given = text.toLowerCase()
  const ofHost = given.startsWith(ownHost) ? given.slice(ownHost.length) : null
  const rest = ofHost ?? given
  const ofLibrary = rest.startsWith(ownNamespace) ? rest.slice(ownNamespace.length) : null
  const name = ofLibrary ?? rest
  const last = name.slice(name.lastIndexOf('/') + 1)
  const isWithTag = last.includes(':') || last.endsWith('*')
  return {
    parts: (isWithTag ? name : `${name}:latest`).split('*'),
    // Other registries have names with as many slashes, or more, which a star would reach.
    maxSlashes: ofLibrary !== null ? 0 : ofHost !== null ? 1 : null,
  }
}

/** A pattern for names that are compared as they are. */
export const plainPattern = (text: string): NamePattern => ({ parts: text.split('*'), maxSlashes: null })

/** Whether a pattern matches a text. The time is that of looking for each part once: nothing is tried again. */
export function matchesPattern({ parts, maxSlashes }: NamePattern, text: string): boolean {
  if (maxSlashes !== null && text.split('/').length - 1 > maxSlashes) return false
  const [first = '', ...rest] = parts
  const last = rest.pop()
  if (last === undefined) return text === first
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false
  const end = text.length - last.length
  let from = first.length
  for (const part of rest) {
    const at = text.indexOf(part, from)
    if (at === -1 || at + part.length > end) return false
    from = at + part.length
  }
  return true
}

/** The name of a model as patterns see it. */
export const patternName = (model: string): string => listedName(model).toLowerCase()
