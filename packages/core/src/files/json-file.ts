import { JsonBeyondLimits, jsonLimits } from '../json/json-scan.ts'
import { readJsonInParts } from '../json/read-json.ts'
import { DashboardError } from '../kernel/errors.ts'

/** More than a file of conversations has that takes 200 MB. */
const maxValuesOfAllParts = 10_000_000

/**
 * The text of a file as JSON; throws `validation_failed` where it is none. `file` is how a person is told of it. What
 * its list or object holds is read one after the other.
 */
export async function parseJsonFile(text: string, file: string): Promise<unknown> {
  // Editors of Windows begin a text with a byte order mark, which JSON knows nothing of.
  const json = text.startsWith('\uFEFF') ? text.slice(1) : text
  try {
    return await readJsonInParts(json, { partDepth: 1, limits: { ...jsonLimits, maxValuesOfAllParts } })
  } catch (error) {
    if (error instanceof JsonBeyondLimits) throw unreadable(file, `Its content ${error.message}.`)
    throw unreadable(file, 'It is not valid JSON.')
  }
}

export const unreadable = (file: string, why: string, cause?: unknown): DashboardError =>
  new DashboardError('validation_failed', `${file} cannot be read. ${why}`, {
    hint: 'It is left unchanged. Fix the file or move it.',
    fieldErrors: [{ path: '', message: why }],
    cause,
  })
