import type { ApiKey, Role } from '@ollama-dashboard/contracts'
import { capitalised, formatCount, formatDate, formatPast } from '../../../lib/format.ts'
import type { KeyCounts } from './key-list.ts'

/** Each of the built-in roles may do what those before it may. */
export const roleWords: Readonly<Record<Role, string>> = {
  viewer: 'See models, settings, charts and health',
  operator: 'Also start, stop and pull models, chat and change settings',
  admin: 'Also delete models, import settings and manage keys and roles',
}

/** It is told to the minute: what was used less than that ago is in use. */
const minuteMs = 60_000

/** "Just now", "3 minutes ago": of a time that is known to the minute. */
export const lastSeen = (time: string, now: number): string =>
  now - Date.parse(time) < 2 * minuteMs ? 'Just now' : capitalised(formatPast(time, now))

/** "3 minutes ago"; null: never used. */
export const lastUsed = ({ last_used_at }: ApiKey, now: number): string | null =>
  last_used_at === null ? null : lastSeen(last_used_at, now)

/** "14 Jun 2027", "Never". */
export const expiry = (expires_at: string | null): string => (expires_at === null ? 'Never' : formatDate(expires_at))

/** Why a key cannot be changed on the page. */
export const fixedWords: Readonly<Record<Exclude<ApiKey['source'], 'stored'>, string>> = {
  environment: 'Set in the environment',
  generated: 'Generated at first start',
}

/** "8 keys · 1 expires within 7 days". */
export function countWords({ all, soon }: KeyCounts): string {
  const keys = all === 1 ? '1 key' : `${formatCount(all)} keys`
  return soon === 0 ? keys : `${keys} · ${formatCount(soon)} ${soon === 1 ? 'expires' : 'expire'} within 7 days`
}
