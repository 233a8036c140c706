import type { Clock } from '../clock.ts'
import type { EventBus } from '../events/event-bus.ts'
import { comparableName, sameModel } from '../ollama/model-name.ts'
import type { LoadedModel } from '../ollama/ollama.ts'
import type { ModelTasks } from './model-tasks.ts'

/**
 * Tells which models came into memory or left it between two answers of `/api/ps`, whoever caused it. Where it was this
 * dashboard, the event also says who asked and how long it took.
 */
export function announceChanges(
  instance: string,
  now: readonly LoadedModel[],
  before: readonly LoadedModel[],
  { events, tasks, clock }: { events: EventBus; tasks: ModelTasks; clock: Clock },
) {
  const [loads, names] = [new Set(before.map(loadOf)), new Set(now.map(({ name }) => comparableName(name)))]
  const appeared = now.filter((model) => !loads.has(loadOf(model)))
  const left = before.filter(({ name }) => !names.has(comparableName(name)))

  const announce = (type: 'model.loaded' | 'model.unloaded', { name }: LoadedModel) => {
    const cause = tasks.working(instance).find(({ model }) => sameModel(model, name))
    events.announce({
      type,
      instance,
      model: name,
      ...(cause && { duration_seconds: (clock.now() - cause.since) / 1000 }),
      ...(cause?.by && { by: cause.by }),
    })
  }
  for (const model of left) announce('model.unloaded', model)
  for (const model of appeared) announce('model.loaded', model)
}

/** A model with another context was loaded anew, though it never left the list between two looks. */
const loadOf = ({ name, contextLength }: LoadedModel): string => `${contextLength} ${comparableName(name)}`
