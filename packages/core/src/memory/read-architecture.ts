import { contextOf, type JsonObject, textOf } from '../ollama/answers/json-value.ts'
import { attentionLayers } from './attention-layers.ts'
import { engineOf } from './engine.ts'
import type { CacheLayers } from './kv-cache.ts'
import { type QuantisedCache, quantisedCache } from './quantised-cache.ts'

/** All that memory depends on, out of the hundreds of values of `/api/show`: small enough to be kept by the thousand. */
export interface Architecture {
  readonly name: string
  /** Tokens; Ollama never loads a model with more. */
  readonly trainedContext: number | null
  /** Alike ones together. Empty: the model keeps nothing of its text. Null: a value that it takes is missing. */
  readonly layers: readonly CacheLayers[] | null
  /** It answers with a vector, as far as its architecture tells. */
  readonly embeds: boolean
  /** Ollama gives it one slot, whatever `OLLAMA_NUM_PARALLEL` says. */
  readonly oneSlot: boolean
  readonly quantisedCache: QuantisedCache
}

/** Names of architectures are one word; what is longer names none. */
const maxNameLength = 64

/**
 * @param info `model_info` of `/api/show`, with per-layer arrays where the model has them.
 * @param version Of the server that runs the model; null where it is not known.
 */
export function readArchitecture(info: JsonObject, version: string | null): Architecture {
  const name = textOf(info['general.architecture'])?.slice(0, maxNameLength) ?? ''
  const engine = engineOf(name, version)
  const pools = info[`${name}.pooling_type`] !== undefined
  const keepsNothing = readsAtOnce(name, pools)
  return {
    name,
    trainedContext: contextOf(info[`${name}.context_length`]),
    layers: keepsNothing ? [] : group(attentionLayers(info, name, engine)),
    embeds: pools || keepsNothing,
    oneSlot: pools || servedOneByOne.has(name),
    quantisedCache: quantisedCache(info, name, engine),
  }
}

/**
 * Models that read a text at once and answer with a vector, all but those made of a decoder, such as qwen3-embedding.
 * Sources: `llama_model::create_memory` of llama.cpp; in Ollama's library embeddinggemma calls itself gemma3.
 */
const readsAtOnce = (name: string, pools: boolean): boolean =>
  /bert|^(?:gemma-embedding|llama-embed|t5encoder)$/.test(name) || (name === 'gemma3' && pools)

/** Source: `load` in server/sched.go of Ollama 0.24 and 0.32, for https://github.com/ollama/ollama/issues/4165. */
const servedOneByOne = new Set([
  'mllama',
  'qwen3vl',
  'qwen3vlmoe',
  'qwen35',
  'qwen35moe',
  'qwen3next',
  'lfm2',
  'lfm2moe',
  'nemotron_h',
  'nemotron_h_moe',
  'nemotron_h_omni',
])

function group(layers: readonly Omit<CacheLayers, 'count'>[] | null): readonly CacheLayers[] | null {
  if (!layers) return null
  const kept = layers.filter(({ elementsPerToken }) => elementsPerToken !== 0)
  const bySize = Map.groupBy(kept, ({ elementsPerToken }) => elementsPerToken)
  return [...bySize.values()]
    .flatMap((alike) => [...Map.groupBy(alike, ({ window }) => window).values()])
    .flatMap((same) => same.slice(-1).map((layer) => ({ ...layer, count: same.length })))
}
