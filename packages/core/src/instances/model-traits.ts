import { DashboardError } from '../kernel/errors.ts'
import { limit } from '../kernel/serial.ts'
import { createServerCache } from '../kernel/server-cache.ts'
import { contextOf } from '../ollama/answers/json-value.ts'
import type { InstalledModel, Ollama, ShownModel, Traits } from '../ollama/ollama.ts'

export interface ModelTraits extends Disposable {
  /** What the model can do and was trained for: from the list where the server tells it there, else as learnt since. */
  of(model: InstalledModel): Traits
  /** Asks `/api/show` for what the list does not tell, a few models at a time, each digest once. */
  learn(models: readonly InstalledModel[]): void
  /** What was learnt of a model that is gone. */
  forget(model: InstalledModel): void
  forgetAll(): void
  /** Grows whenever something was learnt, so that lists made before can be told from lists made after. */
  readonly revision: number
  readonly size: number
}

/** Models that are asked for at once: enough to be quick, few enough that Ollama stays free for people. */
const maxConcurrent = 4

/** Servers before 0.30 list neither capabilities nor context; a thousand models are then a thousand questions, asked once. */
export function createModelTraits(ollama: Ollama, onUnexpected?: (error: unknown) => void): ModelTraits {
  const learnt = createServerCache<Traits>()
  const closing = new AbortController()
  const inTurn = limit(maxConcurrent)
  const asked = new Set<string>()
  let revision = 0

  async function ask(model: InstalledModel) {
    if (closing.signal.aborted) return
    const key = keyOf(model)
    try {
      learnt.set(key, traitsOf(await ollama.show(model.name, {}, closing.signal)))
      revision += 1
    } catch (error) {
      // Unknown stays unknown: the next list asks again.
      if (!(error instanceof DashboardError) && !closing.signal.aborted) onUnexpected?.(error)
    }
    asked.delete(key)
  }

  return {
    of(model) {
      const known = learnt.get(keyOf(model))
      return {
        capabilities: model.capabilities ?? known?.capabilities ?? null,
        contextLength: model.contextLength ?? known?.contextLength ?? null,
      }
    },
    learn(models) {
      for (const model of models) {
        const key = keyOf(model)
        const told = model.capabilities !== null && model.contextLength !== null
        // A cloud model's context is ollama.com's to know.
        if (told || model.remote || learnt.has(key) || asked.has(key)) continue
        asked.add(key)
        void inTurn(() => ask(model))
      }
    },
    forget: (model) => void learnt.delete(keyOf(model)),
    forgetAll() {
      learnt.clear()
      revision += 1
    },
    get revision() {
      return revision
    },
    get size() {
      return learnt.size
    },
    [Symbol.dispose]: () => closing.abort(),
  }
}

const keyOf = (model: InstalledModel): string => model.digest ?? model.name

function traitsOf({ capabilities, modelInfo }: ShownModel): Traits {
  const context = Object.entries(modelInfo).find(([key]) => key.endsWith('.context_length'))?.[1]
  return { capabilities, contextLength: contextOf(context) }
}
