import { DashboardError } from '../kernel/errors.ts'

/** Where a conversation stands among all: the pinned ones are first, each of both kinds newest first. */
export interface ConversationPlace {
  readonly pinned: boolean
  readonly updated_at: string
  readonly id: string
}

/** Where a page ended, as text that a caller hands back and need not understand. */
export const toCursor = ({ pinned, updated_at, id }: ConversationPlace): string =>
  Buffer.from(`${Number(pinned)} ${updated_at} ${id}`).toString('base64url')

export function fromCursor(cursor: string): ConversationPlace {
  const [, pinned, updated_at, id] =
    /^([01]) (\d{4}-\d\d-\d\dT[\d:.]+Z) ([\w-]+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (updated_at !== undefined && id !== undefined) return { pinned: pinned === '1', updated_at, id }
  throw new DashboardError('validation_failed', '"before" is not valid.', {
    fieldErrors: [{ path: '/query/before', message: 'must be the `next` value of a page' }],
  })
}
