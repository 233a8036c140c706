import { type Static, Type } from '@sinclair/typebox'
import { Bytes, Named, Nullable } from './common.ts'
import { StringEnum } from './string-enum.ts'

export const Fits = StringEnum(['yes', 'partly', 'no'], {
  title: 'Fits',
  description: 'Whether it fits in the memory of this host',
})

export const kvCacheTypes = ['f16', 'q8_0', 'q4_0'] as const
export type KvCacheType = (typeof kvCacheTypes)[number]

const MaxContext = (description: string) => Nullable(Type.Integer({ description }))

/** One kind of memory that models may use, and how long a context of a model fits there. */
export const MemoryRoom = Named('MemoryRoom', {
  memory: StringEnum(['vram', 'unified', 'ram'], { title: 'MemoryKind' }),
  total_bytes: { ...Bytes, description: 'bytes, with what other programs hold' },
  usable_bytes: { ...Bytes, description: 'bytes that models may use, with what the loaded ones hold' },
  max_context: MaxContext('The longest context that fits wholly; null where none does'),
  max_context_without_unloading: MaxContext('The longest that fits beside the other loaded models'),
})
export type MemoryRoom = Static<typeof MemoryRoom>

export const HostFit = Named(
  'HostFit',
  {
    gpu: Nullable(MemoryRoom),
    cpu: { ...MemoryRoom, description: 'For a model with no layers on a GPU' },
    usable_bytes: { ...Bytes, description: 'bytes that models may use on GPU and CPU together' },
    max_context: MaxContext('The longest context that fits on GPU and CPU together'),
  },
  { description: 'How long a context fits now: a longer one never takes less. Null where this is not known' },
)

/** What a model costs in memory: estimated from architecture values of /api/show, corrected by what was measured here. */
export const MemoryEstimate = Named('MemoryEstimate', {
  weights_bytes: Nullable(Bytes),
  kv_cache_bytes_per_token: Nullable(
    Type.Number({
      description:
        'What one more token of context takes, for each parallel request; layers with a full window take none',
    }),
  ),
  kv_cache_type: StringEnum(kvCacheTypes, {
    description: 'From OLLAMA_KV_CACHE_TYPE, if Ollama applies it to this model',
  }),
  num_parallel: Type.Integer({ description: 'Parallel requests, each with its own cache: OLLAMA_NUM_PARALLEL' }),
  host: Type.Optional(Nullable(HostFit)),
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
