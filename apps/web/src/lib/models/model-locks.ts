import { useMemo } from 'react'
import type { Operation } from '../access/operations.ts'
import { type Missing, useMissing } from '../api/use-permission.ts'
import type { ModelAction } from './model-actions.ts'

/** What each of them asks for. */
const operationOf = {
  start: 'models.start',
  stop: 'models.stop',
  restart: 'models.restart',
  pin: 'models.start',
  unpin: 'models.start',
} as const satisfies Readonly<Record<ModelAction, Operation>>

export type MissingForActions = Readonly<Record<ModelAction, Missing | null>>

/** What is missing for each of them. It is the same object as long as that is the same. */
export function useMissingForActions(): MissingForActions {
  const start = useMissing(operationOf.start)
  const stop = useMissing(operationOf.stop)
  const restart = useMissing(operationOf.restart)
  return useMemo(() => ({ start, stop, restart, pin: start, unpin: start }), [start, stop, restart])
}
