import { DashboardError } from '../errors.ts'

/** What a person typed as a name, as one line without what no name can hold; null where nothing is left of it. */
export const oneLine = (text: string): string | null =>
  text
    .replace(/\p{Cc}+/gu, ' ')
    .toWellFormed()
    .trim() || null

/** What a person gave as a field of the body, as one line. Throws `validation_failed` where nothing of it can be read. */
export function givenLine(field: 'name' | 'title', text: string): string {
  const line = oneLine(text)
  if (line !== null) return line
  throw new DashboardError('validation_failed', `${field} must not be empty.`, {
    fieldErrors: [{ path: `/body/${field}`, message: 'must not be empty' }],
  })
}
