import { type ModelName, nameKey, parseModelName, shortName } from './model-name.ts'
import type { SimulatedModel } from './simulated-model.ts'

/** The models on disk, newest first, found without regard to case as Ollama does. */
export interface ModelStore {
  list(): readonly SimulatedModel[]
  find(name: ModelName): SimulatedModel | undefined
  put(name: ModelName, model: SimulatedModel): SimulatedModel
  remove(name: ModelName): boolean
}

export function createModelStore(installed: readonly SimulatedModel[]): ModelStore {
  const byKey = new Map<string, SimulatedModel>()
  for (const model of installed) {
    const name = parseModelName(model.name)
    if (name === null) throw new Error(`a scenario has a model with the impossible name ${model.name}`)
    byKey.set(nameKey(name), model)
  }
  return {
    list: () => [...byKey.values()].sort((a, b) => Date.parse(b.modified_at) - Date.parse(a.modified_at)),
    find: (name) => byKey.get(nameKey(name)),
    put(name, model) {
      const stored = {
        ...model,
        name: byKey.get(nameKey(name))?.name ?? shortName(name),
        modified_at: new Date().toISOString(),
      }
      byKey.set(nameKey(name), stored)
      return stored
    },
    remove: (name) => byKey.delete(nameKey(name)),
  }
}
