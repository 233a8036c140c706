import type { SimulatedModel } from '../scenarios/simulated-model.ts'
import { type BlobStore, createBlobStore } from './blob-store.ts'
import { type Layer, layersOf } from './layers.ts'
import { type ModelName, nameKey, parseModelName, shortName } from './model-name.ts'

/** The models on disk, newest first, found without regard to case as Ollama does, and the blobs they are made of. */
export interface ModelStore {
  readonly blobs: BlobStore
  list(): readonly SimulatedModel[]
  find(name: ModelName): SimulatedModel | undefined
  /** Writes a manifest as of now. The layers of the one it replaces stay on disk, as those of an overwritten copy do. */
  put(name: ModelName, model: SimulatedModel): SimulatedModel
  /** Takes a manifest away, and the layers that no other one lists. */
  remove(name: ModelName): boolean
  /** Those of the layers that no manifest lists go from disk; tells whether there were any. */
  prune(layers: readonly Layer[]): boolean
}

interface Entry {
  readonly name: ModelName
  readonly model: SimulatedModel
  readonly layers: readonly Layer[]
}

export function createModelStore(installed: readonly SimulatedModel[]): ModelStore {
  const blobs = createBlobStore()
  const byKey = new Map<string, Entry>()

  function write(name: ModelName, model: SimulatedModel): void {
    const layers = layersOf(model)
    for (const { digest, size } of layers) if (blobs.find(digest) === undefined) blobs.add(digest, { size })
    byKey.set(nameKey(name), { name, model, layers })
  }

  /** Spelled as the models that are there: a part of a name keeps the case it was first written in. */
  function spelled(name: ModelName): ModelName {
    const entries = [...byKey.values()]
    const part = (key: 'host' | 'namespace' | 'model' | 'tag') =>
      entries.find((entry) => entry.name[key].toLowerCase() === name[key].toLowerCase())?.name[key] ?? name[key]
    return { ...name, host: part('host'), namespace: part('namespace'), model: part('model'), tag: part('tag') }
  }

  function prune(layers: readonly Layer[]): boolean {
    const used = new Set(byKey.values().flatMap((entry) => entry.layers.map((layer) => layer.digest)))
    const unused = layers.filter((layer) => !used.has(layer.digest))
    for (const { digest } of unused) blobs.remove(digest)
    return unused.length > 0
  }

  for (const model of installed) {
    const name = parseModelName(model.name)
    if (name === null) throw new Error(`a scenario has a model with the impossible name ${model.name}`)
    write(name, model)
  }
  return {
    blobs,
    list: () =>
      [...byKey.values()]
        .map((entry) => entry.model)
        .sort((a, b) => Date.parse(b.modified_at) - Date.parse(a.modified_at)),
    find: (name) => byKey.get(nameKey(name))?.model,
    put(name, model) {
      const existing = spelled(name)
      const stored = { ...model, name: shortName(existing), modified_at: new Date().toISOString() }
      write(existing, stored)
      return stored
    },
    remove(name) {
      const entry = byKey.get(nameKey(name))
      if (entry === undefined) return false
      byKey.delete(nameKey(name))
      prune(entry.layers)
      return true
    },
    prune,
  }
}
