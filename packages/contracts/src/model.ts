import { type Static, Type } from '@sinclair/typebox'
import { Bytes, freshness, InstanceName, Named, Nullable, Percent, Timestamp } from './common.ts'
import { Think } from './model-settings.ts'
import { StringEnum } from './string-enum.ts'

const ModelDetails = Named('ModelDetails', {
  format: Nullable(Type.String()),
  family: Nullable(Type.String()),
  families: Type.Array(Type.String()),
  parent_model: Nullable(Type.String()),
  parameter_size: Nullable(Type.String({ description: 'As shown by Ollama: "8.0B"' })),
  quantization_level: Nullable(Type.String()),
})

const identity = {
  name: Type.String({ description: 'Short form, always with a tag' }),
  instance: InstanceName,
  digest: Nullable(Type.String()),
  modified_at: Nullable(Timestamp),
  details: ModelDetails,
  capabilities: Type.Array(Type.String(), { description: 'As named by Ollama; empty if unknown' }),
  has_vision: Nullable(Type.Boolean()),
  has_tools: Nullable(Type.Boolean()),
  has_reasoning: Nullable(Type.Boolean()),
  think_values: Nullable(
    Type.Array(Think, {
      description: 'Values of `think` that have an effect; without false the model always thinks',
    }),
  ),
  context_length: Nullable(Type.Integer({ description: 'Trained context in tokens' })),
  remote: Type.Boolean({ description: 'Runs on ollama.com, not here' }),
}

/** A model as a list shows it. A value that is not known is null. */
export const Model = Named('Model', {
  ...identity,
  size: Nullable(Bytes),
  formatted_size: Nullable(Type.String({ description: 'Decimal units, as in `ollama list`: "4.0 GB"' })),
})
export type Model = Static<typeof Model>

export const AvailableModel = Named('AvailableModel', {
  ...Model.properties,
  is_running: Type.Boolean(),
  has_custom_settings: Type.Boolean(),
})
export type AvailableModel = Static<typeof AvailableModel>

export const modelStates = ['loading', 'loaded', 'unloading'] as const

/** A model in memory, on its way in, or on its way out. `size` is what it takes in memory; while it loads, sizes and expiry are null. */
export const RunningModel = Named('RunningModel', {
  ...Model.properties,
  size_vram: Nullable(Bytes),
  size_ram: Nullable(Bytes),
  gpu_percent: Nullable(Percent),
  allocated_context: Nullable(Type.Integer({ description: 'tokens' })),
  expires_at: Nullable(Timestamp),
  pinned: Type.Boolean({ description: 'Whether it is never unloaded' }),
  expires_in_seconds: Nullable(
    Type.Number({ description: 'Relative to fetched_at; negative while a request is still running' }),
  ),
  state: StringEnum(modelStates, { title: 'ModelState' }),
})
export type RunningModel = Static<typeof RunningModel>

export const RunningModels = Named('RunningModels', { models: Type.Array(RunningModel), ...freshness })
export type RunningModels = Static<typeof RunningModels>

export const AvailableModels = Named('AvailableModels', { models: Type.Array(AvailableModel), ...freshness })
export type AvailableModels = Static<typeof AvailableModels>
