import { readTimestamp } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import type { Place } from './timeline-source.ts'

/** The last entry of a page: the next page has what comes after it. */
export interface Cursor {
  readonly at: string
  /** Name of the source that the entry is of, and what tells it from others there; null for whatever is older than `at`. */
  readonly entry: { readonly source: string; readonly key: string } | null
  /** Hints of sources, by their names. */
  readonly hints: Readonly<Record<string, number>>
}

/** As clients hold it, who make nothing of it. */
export const toText = ({ at, entry, hints }: Cursor): string =>
  Buffer.from(JSON.stringify([at, entry?.source ?? null, entry?.key ?? null, hints])).toString('base64url')

/** Throws `validation_failed` for what is no `next` of a page. */
export function fromText(text: string): Cursor {
  const [time, source, key, hints] = parsed(text)
  const at = readTimestamp(time)
  if (at !== null && areHints(hints)) {
    if (source === null && key === null) return { at, entry: null, hints }
    if (typeof source === 'string' && typeof key === 'string') return { at, entry: { source, key }, hints }
  }
  throw new DashboardError('validation_failed', '"before" is not valid.', {
    fieldErrors: [{ path: '/query/before', message: 'must be the `next` value of a page' }],
  })
}

/**
 * Where each source goes on. Sources have an order: of what happened at the very time of the last entry, those before its
 * source told all, and those after it nothing yet.
 */
export function placeIn({ at, entry }: Cursor, name: string, order: readonly string[]): Place {
  if (entry === null) return { at, key: null }
  if (name === entry.source) return { at, key: entry.key }
  if (order.indexOf(name) < order.indexOf(entry.source)) return { at, key: null }
  return { at: new Date(Date.parse(at) + 1).toISOString(), key: null }
}

function parsed(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}

const areHints = (value: unknown): value is Cursor['hints'] =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((hint) => Number.isSafeInteger(hint))
