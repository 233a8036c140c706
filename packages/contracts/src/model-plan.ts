import { type Static, Type } from '@sinclair/typebox'
import { Bytes, Named, Nullable } from './common.ts'
import { Fits } from './memory-estimate.ts'

const PlannedUnload = Named('PlannedUnload', {
  model: Type.String(),
  pinned: Type.Boolean({ description: 'Whether it was to stay loaded' }),
  busy: Type.Boolean({ description: 'A request is running; Ollama waits for it to finish' }),
})

/** What loading one model with its settings in force would do. A value that is not known is null. */
export const PlannedLoad = Named('PlannedLoad', {
  model: Type.String(),
  context: Nullable(Type.Integer({ description: 'tokens; what it would be given' })),
  context_is_usual: Type.Boolean({
    description:
      'The default of this server is unknown: `context` is what a server of its version and memory usually gives',
  }),
  bytes: Nullable({ ...Bytes, description: 'bytes it would take in memory; 0 for a model that runs on ollama.com' }),
  usable_bytes: Nullable({
    ...Bytes,
    description: 'bytes that models may use where it goes: GPU memory or RAM; both together if it is too big',
  }),
  fits: Nullable(Fits, { description: 'Whether it fits after `unloads`; partly: a part of it goes to RAM' }),
  unloads: Nullable(
    Type.Array(PlannedUnload, { description: 'Loaded models that Ollama would unload first, in its order' }),
  ),
  loaded: Nullable(
    Named('PlannedReload', { context: Nullable(Type.Integer({ description: 'tokens' })), bytes: Nullable(Bytes) }),
    { description: 'How it is loaded now; null if it is not' },
  ),
})
export type PlannedLoad = Static<typeof PlannedLoad>

/** Loading several models in the order of the request, as a bulk start does. */
const PlannedSequence = Named('PlannedSequence', {
  bytes: Nullable({ ...Bytes, description: 'bytes of all of them together' }),
  usable_bytes: Nullable({ ...Bytes, description: 'bytes of GPU memory that models may use; RAM without a GPU' }),
  fit: Nullable(
    Type.Integer({ description: 'How many of the first fit together, before one has to make room for another' }),
  ),
  unloads: Nullable(
    Type.Array(PlannedUnload, { description: 'Models loaded now that Ollama would unload on the way' }),
  ),
})
export type PlannedSequence = Static<typeof PlannedSequence>

export const LoadPlan = Named('LoadPlan', {
  models: Type.Array(PlannedLoad, { description: 'Each by itself, in the order of the request' }),
  in_sequence: PlannedSequence,
})
export type LoadPlan = Static<typeof LoadPlan>

/** The largest model for chats that could be loaded now; both are null if there is none, or if it is unknown. */
export const ModelRoom = Named('ModelRoom', {
  model: Nullable(Type.String()),
  context: Nullable(Type.Integer({ description: 'tokens; the largest listed context that fits' })),
})
export type ModelRoom = Static<typeof ModelRoom>
