import { type Static, Type } from '@sinclair/typebox'
import { Bytes, Named, Nullable } from './common.ts'
import { StringEnum } from './string-enum.ts'

export const Fits = StringEnum(['yes', 'partly', 'no'], {
  title: 'Fits',
  description: "Whether it fits this host's memory",
})

export const kvCacheTypes = ['f16', 'q8_0', 'q4_0'] as const
export type KvCacheType = (typeof kvCacheTypes)[number]

/** What a model costs in memory: estimated from architecture values of /api/show, corrected by what was measured here. */
export const MemoryEstimate = Named('MemoryEstimate', {
  weights_bytes: Nullable(Bytes),
  kv_cache_bytes_per_token: Nullable(Type.Number()),
  kv_cache_type: StringEnum(kvCacheTypes, {
    description: 'As OLLAMA_KV_CACHE_TYPE of the dashboard says, where Ollama does so for the model',
  }),
  num_parallel: Type.Integer({ description: 'Prompts at once, each with a cache of its own: OLLAMA_NUM_PARALLEL' }),
  estimate: Type.Array(
    Named('ContextMemory', {
      context: Type.Integer(),
      bytes: Bytes,
      fits: Nullable(Fits),
      observed: Type.Boolean({ description: 'Measured here, not estimated' }),
    }),
  ),
})
export type MemoryEstimate = Static<typeof MemoryEstimate>
