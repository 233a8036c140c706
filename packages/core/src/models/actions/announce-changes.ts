import { comparableName, sameModel } from '@ollama-dashboard/contracts'
import type { EventBus } from '../../events/event-bus.ts'
import type { Instance } from '../../instances/instance.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { LoadedModel } from '../../ollama/ollama.ts'
import type { ModelTasks } from './model-tasks.ts'

/**
 * Tells which models came into memory or left it between two answers of `/api/ps`, whoever caused it. Where it was this
 * dashboard, the event also says who asked and how long it took.
 */
export function announceChanges(
  instance: Instance,
  now: readonly LoadedModel[],
  before: readonly LoadedModel[],
  { events, tasks, clock }: { events: EventBus; tasks: ModelTasks; clock: Clock },
) {
  const [old, names] = [byName(before), byName(now)]
  const namesake = ({ name }: LoadedModel) => old.get(comparableName(name))
  // A model with another context was loaded anew, though it never left the list between two looks.
  const appeared = now.filter((model) => namesake(model)?.contextLength !== model.contextLength)
  const left = before.filter(({ name }) => !names.has(comparableName(name)))

  const announce = (type: 'model.loaded' | 'model.unloaded', { name }: LoadedModel, detail?: string) => {
    const cause = tasks.working(instance).find(({ model }) => sameModel(model, name))
    const about = { instance: instance.name, model: name }
    // What this dashboard was told to load is no surprise.
    if (!cause) return events.announce({ type, ...about, ...(detail !== undefined && { detail }) })
    events.announce({ type, ...about, duration_seconds: (clock.now() - cause.since) / 1000 }, cause.actor)
  }
  for (const model of left) announce('model.unloaded', model)
  for (const model of appeared) announce('model.loaded', model, contextChanged(namesake(model), model))
}

/** Looked up by name, since a server may list thousands. */
const byName = (models: readonly LoadedModel[]) => new Map(models.map((model) => [comparableName(model.name), model]))

/** Clients that ask one model for different contexts make it load again and again: this is how it is seen. */
function contextChanged(before: LoadedModel | undefined, { contextLength }: LoadedModel): string | undefined {
  if (before?.contextLength == null || contextLength === null) return undefined
  return `Reloaded with a context of ${contextLength} tokens; before: ${before.contextLength}. Clients that request different contexts make Ollama reload the model each time.`
}
