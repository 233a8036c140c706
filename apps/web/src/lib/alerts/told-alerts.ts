import type { Alert } from '@ollama-dashboard/contracts'
import { basePath } from '../api/base-path.ts'

const key = `alerts-seen${basePath}`
/** What comes and goes within this time is the same trouble. */
const rememberedMs = 3_600_000

/** Ids of alerts, with when they fired last: milliseconds since the epoch. */
type Seen = Readonly<Record<string, number>>

function read(): Seen | null {
  try {
    const seen: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    return typeof seen === 'object' ? (seen as Seen | null) : null
  } catch {
    return null
  }
}

/**
 * Those that nobody was told of yet, of all that fire now, and that are bad enough. What fired before this browser first
 * asked is not news. All tabs share what they know.
 */
export function toTell(firing: readonly Alert[], now: number): Alert[] {
  const seen = read()
  const recent = Object.entries(seen ?? {}).filter(([, at]) => now - at < rememberedMs)
  try {
    localStorage.setItem(key, JSON.stringify({ ...Object.fromEntries(recent), ...timesOf(firing, now) }))
  } catch {
    // Nothing could be remembered, and the same would be told again and again.
    return []
  }
  if (seen === null) return []
  const known = new Set(recent.map(([id]) => id))
  return firing.filter(({ id, severity }) => severity !== 'info' && !known.has(id))
}

/** A person saw these on a page: nobody has to be told of them any more. */
export const noteSeen = (firing: readonly Alert[], now: number): void => void toTell(firing, now)

const timesOf = (firing: readonly Alert[], now: number): Seen => Object.fromEntries(firing.map(({ id }) => [id, now]))
