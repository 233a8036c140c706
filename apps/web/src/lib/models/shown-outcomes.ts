import { useEffect } from 'react'
import type { ModelAction } from './model-actions.ts'

/** How many places of the page show what becomes of an action, by model. */
const places = new Map<ModelAction, Map<string, number>>()

/** Says that a component shows what becomes of these actions on a model. The actions must be the same array each time. */
export function useShowsOutcome(model: string, actions: readonly ModelAction[]): void {
  useEffect(() => {
    for (const action of actions) count(action, model, 1)
    return () => {
      for (const action of actions) count(action, model, -1)
    }
  }, [model, actions])
}

function count(action: ModelAction, model: string, by: 1 | -1): void {
  const byModel = places.get(action) ?? new Map<string, number>()
  places.set(action, byModel)
  const shown = (byModel.get(model) ?? 0) + by
  if (shown === 0) byModel.delete(model)
  else byModel.set(model, shown)
}

/** Whether somebody who looks at the page sees what became of it. */
export const isOutcomeShown = (action: ModelAction, model: string): boolean => places.get(action)?.has(model) ?? false
