import type { ApiKey, Role } from '@ollama-dashboard/contracts'
import { capitalised, formatAgo, formatCount, formatDate } from '../../../lib/format.ts'
import type { KeyCounts } from './key-list.ts'

export const roleNames: Readonly<Record<Role, string>> = { viewer: 'Viewer', operator: 'Operator', admin: 'Admin' }

/** Each role may do what those before it may. */
export const roleWords: Readonly<Record<Role, string>> = {
  viewer: 'See models, settings, charts and health',
  operator: 'Also start, stop and pull models, chat and change settings',
  admin: 'Also delete models, import settings and manage keys',
}

/** It is told to the minute: what was used less than that ago is in use. */
const minuteMs = 60_000

/** "3 days ago". The clocks of server and browser may differ: what has happened is never to come. */
export const past = (time: string, now: number): string => formatAgo(time, Math.max(now, Date.parse(time)))

/** "3 minutes ago"; null: never used. */
export function lastUsed({ last_used_at }: ApiKey, now: number): string | null {
  if (last_used_at === null) return null
  return now - Date.parse(last_used_at) < 2 * minuteMs ? 'Just now' : capitalised(past(last_used_at, now))
}

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
