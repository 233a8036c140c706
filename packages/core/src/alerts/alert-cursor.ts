import type { AlertState } from '@ollama-dashboard/contracts'
import { DashboardError } from '../kernel/errors.ts'
import type { AlertPlace } from './alert-repository.ts'

/** Where a page ended: those that fire are first, each part newest first. */
export interface AlertCursor extends AlertPlace {
  readonly state: AlertState
}

/** As text that a caller hands back and need not understand. */
export const toCursor = ({ state, at, id }: AlertCursor): string =>
  Buffer.from(`${state} ${at} ${id}`).toString('base64url')

export function fromCursor(cursor: string): AlertCursor {
  const text = Buffer.from(cursor, 'base64url').toString()
  const [, state, at, id] = /^(firing|resolved) (\d{4}-\d\d-\d\dT[\d:.]+Z) ([\w-]+)$/.exec(text) ?? []
  if (at !== undefined && id !== undefined) return { state: state === 'firing' ? 'firing' : 'resolved', at, id }
  throw new DashboardError('validation_failed', '"before" is not valid.', {
    fieldErrors: [{ path: '/query/before', message: 'must be the `next` value of a page' }],
  })
}
