import { DashboardError } from '../kernel/errors.ts'
import { unreadable } from './json-file.ts'

/**
 * Why a file is not as it is to be; null for what was not foreseen. Its path is not told: the variable names it.
 */
export function problemOf(error: unknown, variable: string): string | null {
  if (error instanceof DashboardError) return `${error.message} ${error.hint ?? ''}`.trim()
  const why = reasonOf(error, 'write there')
  return why && `${variable} cannot be written. ${why}`
}

/** The `validation_failed` of a file that cannot be opened; whatever nobody foresaw stays as it is. */
export function notRead(error: unknown, variable: string): unknown {
  const why = reasonOf(error, 'read it')
  return why === null ? error : unreadable(fileOf(variable), why, error)
}

export const fileOf = (variable: string): string => `The file set in ${variable}`

/** What the file system refused; null where it was not asked. */
function reasonOf(error: unknown, what: string): string | null {
  if (!(error instanceof Error)) return null
  const { code = '', syscall } = error as NodeJS.ErrnoException
  if (syscall === undefined) return null
  if (code === 'EACCES' || code === 'EPERM') return `This user may not ${what}.`
  return reasons[code] ?? 'The file system rejected the operation.'
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full.',
  EDQUOT: 'The disk is full.',
  EROFS: 'It is on a read-only file system.',
  EISDIR: 'It is a folder.',
  ENOTDIR: 'Its path contains a file that is not a folder.',
  EBUSY: 'It is mounted as a single file. Mount its folder instead.',
}
