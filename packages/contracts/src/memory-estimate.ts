import { type Static, Type } from '@sinclair/typebox'
import { Bytes, Named, Nullable } from './common.ts'
import { StringEnum } from './string-enum.ts'

export const Fits = StringEnum(['yes', 'partly', 'no'], {
  title: 'Fits',
  description: 'Whether it fits in the memory of this host',
})

export const kvCacheTypes = ['f16', 'q8_0', 'q4_0'] as const
export type KvCacheType = (typeof kvCacheTypes)[number]

/** What a model costs in memory: estimated from architecture values of /api/show, corrected by what was measured here. */
export const MemoryEstimate = Named('MemoryEstimate', {
  weights_bytes: Nullable(Bytes),
  kv_cache_bytes_per_token: Nullable(Type.Number()),
  kv_cache_type: StringEnum(kvCacheTypes, {
    description: 'From OLLAMA_KV_CACHE_TYPE, if Ollama applies it to this model',
  }),
  num_parallel: Type.Integer({ description: 'Parallel requests, each with its own cache: OLLAMA_NUM_PARALLEL' }),
  estimate: Type.Array(
    Named('ContextMemory', {
      context: Type.Integer(),
      bytes: Bytes,
      fits: Nullable(Fits),
      observed: Type.Boolean({ description: 'Measured on this host, not estimated' }),
    }),
  ),
})
export type MemoryEstimate = Static<typeof MemoryEstimate>
