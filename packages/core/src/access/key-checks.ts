import { type Clock, readTimestamp } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import { oneLine } from '../kernel/text/one-line.ts'

/** What a person typed as the name of a key, in one line without control characters. Throws `validation_failed`. */
export function checkedName(text: string): string {
  return oneLine(text.replace(/\p{Cc}+/gu, ' ')) ?? refuse('name', 'must not be empty')
}

/** RFC 3339 in UTC. Throws `validation_failed` for a time that has passed, or is none. */
export function checkedExpiry(text: string | null, clock: Pick<Clock, 'now'>): string | null {
  if (text === null) return null
  const time = readTimestamp(text)
  if (time !== null && Date.parse(time) > clock.now()) return time
  return refuse('expires_at', 'must be a time to come, in RFC 3339')
}

function refuse(field: string, message: string): never {
  throw new DashboardError('validation_failed', `${field} ${message}.`, {
    fieldErrors: [{ path: `/body/${field}`, message }],
  })
}
