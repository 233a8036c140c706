import { LRUCache } from 'lru-cache'
import type { Reads } from '../kernel/collector/collector.ts'
import { inSpan } from '../kernel/tracing/span.ts'
import type { InstalledModel, Ollama, ShownModel } from '../ollama/ollama.ts'

/** A GGUF key that newer hybrids give per layer: only `verbose` tells it. */
const perLayer = /\.attention\.(?:head_count|head_count_kv|sliding_window_pattern)$/

/** Arrays longer than any model has layers are vocabularies: megabytes that nobody asked for. */
const maxArrayLength = 1024

export interface ShowCache {
  /** What `/api/show` says of a model, asked once per digest however many ask at the same time. */
  get(model: InstalledModel, options?: { refresh?: boolean }): Promise<ShownModel>
  /** What was said of a model that is gone. */
  forget(model: InstalledModel): void
  forgetAll(): void
  readonly size: number
  readonly reads: Reads
}

/** Caches the 64 models used last. A failed request is not cached; its error reaches all who wait for it. */
export function createShowCache(ollama: Ollama): ShowCache {
  const cache = new LRUCache<string, ShownModel, InstalledModel>({
    // Licences and templates are long; the drawer of a few models is what is looked at again.
    max: 64,
    // The first caller's departure must not fail the others who wait for the same answer.
    ignoreFetchAbort: true,
    fetchMethod: async (_key, _stale, { context, signal }) => {
      const shown = await ollama.show(context.name, {}, signal)
      const lacksLayers = Object.entries(shown.modelInfo).some(([key, value]) => value === null && perLayer.test(key))
      if (!lacksLayers) return { ...shown, modelInfo: withoutVocabularies(shown.modelInfo) }
      const { modelInfo } = await ollama.show(context.name, { verbose: true }, signal)
      return { ...shown, modelInfo: withoutVocabularies(modelInfo) }
    },
  })

  const reads = { hits: 0, misses: 0 }

  return {
    reads,
    get(model, { refresh = false } = {}) {
      const key = keyOf(model)
      const isHit = !refresh && cache.has(key)
      reads[isHit ? 'hits' : 'misses'] += 1
      const about = () => ({ attributes: { 'ollama_dashboard.cache.hit': isHit } })
      return inSpan('cache show', about, () => cache.forceFetch(key, { context: model, forceRefresh: refresh }))
    },
    forget: (model) => void cache.delete(keyOf(model)),
    forgetAll: () => cache.clear(),
    get size() {
      return cache.size
    },
  }
}

const keyOf = (model: InstalledModel): string => model.digest ?? model.name

function withoutVocabularies(info: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const short = Object.entries(info).filter(([, value]) => !Array.isArray(value) || value.length <= maxArrayLength)
  return Object.fromEntries(short)
}
