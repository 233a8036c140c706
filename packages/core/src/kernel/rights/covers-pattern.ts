import { matchesPattern, type NamePattern } from '@ollama-dashboard/contracts/name-pattern'

/**
 * Whether a pattern matches whatever another one does. It may say no where that is so, and never yes where it is not: the
 * stars of the inner one are read as a character that only a star of the outer one reaches.
 */
export function coversPattern(outer: NamePattern, inner: NamePattern): boolean {
  const text = inner.parts.join('*')
  const slashes = inner.maxSlashes ?? (inner.parts.length > 1 ? Number.POSITIVE_INFINITY : text.split('/').length - 1)
  if (outer.maxSlashes !== null && slashes > outer.maxSlashes) return false
  return matchesPattern({ ...outer, maxSlashes: null }, text)
}
