import { DashboardError } from '../../kernel/errors.ts'

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EACCES: 'the dashboard may not write it',
  EPERM: 'the dashboard may not write it',
  EISDIR: 'a folder has its name',
  ENOTDIR: 'its folder is a file',
  EEXIST: 'a file has the name of its folder',
  ENOENT: 'its folder is missing',
  EIO: 'the disk reported an error',
  ERR_DATA_DIR_IN_USE: 'another process writes it',
  ERR_NOT_A_FILE: 'it is not a regular file',
}

/** Why the log cannot be written or read, as part of a sentence. It names no path. */
export function reasonOf(error: unknown): string {
  const { code = '' } = error as NodeJS.ErrnoException
  return reasons[code] ?? `it could not be written (${code || 'unknown error'})`
}

export const logFault = (code: keyof typeof reasons): Error => Object.assign(new Error(reasons[code]), { code })

/** Nothing happened: the log cannot be written now. */
export const unavailable = (reason: string, cause?: unknown): DashboardError =>
  new DashboardError('audit_unavailable', `The audit log is unavailable: ${reason}.`, {
    hint: 'Changes are refused until it can be written again. See the health of the dashboard.',
    cause,
  })

/** What reading it fails with. */
export function refuse(error: unknown): never {
  throw unavailable(reasonOf(error), error)
}
