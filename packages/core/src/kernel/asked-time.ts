import { readTimestamp } from './clock.ts'
import { DashboardError } from './errors.ts'

/** A time that somebody asks for in the query, as times are stored. Throws `validation_failed`. */
export function askedTime(field: 'from' | 'to', text: string): string {
  const time = readTimestamp(text)
  if (time !== null && /^\d{4}-\d\d-\d\dT/.test(text)) return time
  throw new DashboardError('validation_failed', `"${field}" is not a time.`, {
    hint: 'Give a time as in 2026-01-31T12:00:00Z.',
    fieldErrors: [{ path: `/query/${field}`, message: 'must be a time as in RFC 3339' }],
  })
}
