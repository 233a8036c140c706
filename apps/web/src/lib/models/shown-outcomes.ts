import { useEffect } from 'react'
import type { ModelAction } from './model-actions.ts'

/** How many places of the page show what becomes of an action on a model. */
const places = new Map<string, number>()

const keyOf = (action: ModelAction, model: string) => `${action} ${model}`

/** Says that a component shows what becomes of these actions on a model. The actions must be the same array each time. */
export function useShowsOutcome(model: string, actions: readonly ModelAction[]): void {
  useEffect(() => {
    const keys = actions.map((action) => keyOf(action, model))
    const count = (by: 1 | -1) => {
      for (const key of keys) places.set(key, (places.get(key) ?? 0) + by)
    }
    count(1)
    return () => {
      count(-1)
      for (const key of keys) if (places.get(key) === 0) places.delete(key)
    }
  }, [model, actions])
}

/** Whether somebody who looks at the page sees what became of it. */
export const isOutcomeShown = (action: ModelAction, model: string): boolean => places.has(keyOf(action, model))
