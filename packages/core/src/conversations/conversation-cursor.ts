import { DashboardError } from '../kernel/errors.ts'

interface Place {
  readonly updated_at: string
  readonly id: string
}

/** Where a page ended, as text that a caller hands back and need not understand. */
export const toCursor = ({ updated_at, id }: Place): string => Buffer.from(`${updated_at} ${id}`).toString('base64url')

export function fromCursor(cursor: string): Place {
  const [, updated_at, id] =
    /^(\d{4}-\d\d-\d\dT[\d:.]+Z) ([\w-]+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (updated_at !== undefined && id !== undefined) return { updated_at, id }
  throw new DashboardError('validation_failed', '"before" is not valid.', {
    fieldErrors: [{ path: '/query/before', message: 'must be the `next` value of a page' }],
  })
}
