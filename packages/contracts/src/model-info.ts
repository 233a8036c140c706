import { type Static, Type } from '@sinclair/typebox'
import { Named, Nullable } from './common.ts'
import { MemoryEstimate } from './memory-estimate.ts'
import { Model } from './model.ts'
import { StringEnum } from './string-enum.ts'

export const ModelInfo = Named('ModelInfo', {
  model: Model,
  parameters: Nullable(Type.String()),
  template: Nullable(Type.String()),
  system: Nullable(Type.String()),
  license: Nullable(Type.String()),
  modelfile: Nullable(Type.String()),
  model_info: Type.Record(Type.String(), Type.Unknown(), {
    description: 'GGUF metadata without arrays',
  }),
  memory: MemoryEstimate,
})
export type ModelInfo = Static<typeof ModelInfo>

export const ModelStatus = Named('ModelStatus', {
  model: Type.String(),
  status: StringEnum(['running', 'loading', 'available', 'not_found']),
  ready: Type.Boolean(),
  message: Type.String(),
})
export type ModelStatus = Static<typeof ModelStatus>
