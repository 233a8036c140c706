import { type Clock, readTimestamp } from '../../kernel/clock.ts'
import { DashboardError } from '../../kernel/errors.ts'

/** RFC 3339 in UTC. Throws `validation_failed` for a time that has passed, or is none. */
export function checkedExpiry(text: string | null, clock: Pick<Clock, 'now'>): string | null {
  if (text === null) return null
  const time = readTimestamp(text)
  if (time !== null && Date.parse(time) > clock.now()) return time
  const message = 'must be a time to come, in RFC 3339'
  throw new DashboardError('validation_failed', `expires_at ${message}.`, {
    fieldErrors: [{ path: '/body/expires_at', message }],
  })
}
