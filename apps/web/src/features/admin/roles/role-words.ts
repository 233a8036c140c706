import type { RoleRecord } from '@ollama-dashboard/contracts'
import { formatCount } from '../../../lib/format.ts'

/** "3 keys". */
export const keysWords = (count: number): string => (count === 1 ? '1 key' : `${formatCount(count)} keys`)

/** "6 roles · 3 built in". */
export function countWords(roles: readonly RoleRecord[]): string {
  const made = roles.filter(({ built_in }) => !built_in).length
  return made === 0
    ? 'Only the built-in ones'
    : `${made === 1 ? '1 role' : `${formatCount(made)} roles`} beside the built-in ones`
}
