import type { ModelSettings } from '@ollama-dashboard/contracts'
import type { Traits } from './ollama.ts'
import { isAtLeast } from './version.ts'

/** What the server's own environment says, where it is known. */
export interface ServerEnvironment {
  /** `OLLAMA_KEEP_ALIVE` */
  readonly keepAlive?: string
  /** `OLLAMA_CONTEXT_LENGTH` */
  readonly contextLength?: number
  /** `OLLAMA_MAX_LOADED_MODELS` */
  readonly maxLoadedModels?: number
}

export interface ServerDefaultsInput {
  /** Null where it is not known. */
  readonly version: string | null
  /** Bytes of all its GPUs; 0 where it has none, null where that is not known. */
  readonly vramTotalBytes: number | null
  readonly environment?: ServerEnvironment
  readonly traits: Traits
}

const gibibyte = 1024 ** 3

/**
 * What an option is when neither the request nor the model says; absent means that it cannot be told.
 * Source: api.DefaultOptions and the routes of Ollama.
 */
export function serverDefaults({
  version,
  vramTotalBytes,
  environment = {},
  traits,
}: ServerDefaultsInput): ModelSettings {
  const context = environment.contextLength ?? defaultContext(version, vramTotalBytes)
  const batch = defaultBatch(version, traits)
  const penalty = version === null ? null : isAtLeast(version, [0, 32, 10]) ? 1 : 1.1
  return {
    temperature: 0.8,
    top_k: 40,
    top_p: 0.9,
    min_p: 0,
    typical_p: 1,
    num_predict: -1,
    repeat_last_n: 64,
    presence_penalty: 0,
    frequency_penalty: 0,
    seed: -1,
    stop: [],
    num_gpu: -1,
    num_thread: 0,
    keep_alive: environment.keepAlive ?? '5m',
    ...(penalty !== null && { repeat_penalty: penalty }),
    ...(batch !== null && { num_batch: batch }),
    ...(context !== null && { num_ctx: context }),
  }
}

/** By the memory of its GPUs since 0.15.5, and the same for all before. Source: server/routes.go of Ollama, by tag. */
function defaultContext(version: string | null, vram: number | null): number | null {
  if (version === null) return null
  if (!isAtLeast(version, [0, 6, 7])) return 2048
  if (!isAtLeast(version, [0, 15, 5])) return 4096
  if (vram === null) return null
  if (vram >= 47 * gibibyte) return 262_144
  return vram >= 23 * gibibyte ? 32_768 : 4096
}

/**
 * Default batch size. Before 0.30 it is one for all models; since then Ollama chooses it at each load by context and free
 * memory, except for embedding models. Source: `shouldApplyEmbeddingBatchDefault` in server/routes.go and
 * `automaticGenerationBatch` in server/sched.go of Ollama 0.30.
 */
function defaultBatch(version: string | null, { capabilities, contextLength }: Traits): number | null {
  if (version === null) return null
  if (!isAtLeast(version, [0, 30, 0])) return 512
  return capabilities?.includes('embedding') ? Math.min(2048, contextLength ?? 2048) : null
}
