import { DashboardError } from '../errors.ts'

/** The text of a file as JSON; throws `validation_failed` where it is none. `file` is how a person is told of it. */
export function parseJsonFile(text: string, file: string): unknown {
  try {
    // Editors of Windows begin a text with a byte order mark, which JSON knows nothing of.
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw unreadable(file, 'It is not valid JSON.')
  }
}

export const unreadable = (file: string, why: string, cause?: unknown): DashboardError =>
  new DashboardError('validation_failed', `${file} cannot be read. ${why}`, {
    hint: 'It stays as it is. Mend it, or move it away.',
    fieldErrors: [{ path: '', message: why }],
    cause,
  })
