import { parseGoDuration } from '../go-duration.ts'
import { ApiError } from '../http/api-error.ts'

/** Go's longest duration, 292 years: what any negative keep_alive becomes. It puts `expires_at` into the year 2319. */
export const FOREVER_MS = (2 ** 63 - 1) / 1e6

export const DEFAULT_KEEP_ALIVE_MS = 5 * 60_000

/** A number is seconds, a string a Go duration, negative is for ever; undefined when the request leaves it open. */
export function parseKeepAlive(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined
  const ms = typeof value === 'number' ? value * 1000 : typeof value === 'string' ? parseGoDuration(value) : undefined
  if (ms === undefined) throw new ApiError(400, `Unsupported type: '${goTypeOf(value)}'`)
  return ms < 0 ? FOREVER_MS : ms
}

function goTypeOf(value: unknown): string {
  if (typeof value === 'boolean') return 'bool'
  return Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}'
}
