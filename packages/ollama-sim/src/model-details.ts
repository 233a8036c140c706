import { dimension, trainedContext } from './memory-need.ts'
import type { SimulatedModel } from './simulated-model.ts'

export function detailsOf(model: SimulatedModel) {
  return {
    parent_model: model.parent_model,
    format: 'gguf',
    family: model.family,
    families: [model.family],
    parameter_size: model.parameter_size,
    quantization_level: model.quantization_level,
  }
}

/** The details of `/api/tags` since 0.30.0. */
export function detailsWithLengths(model: SimulatedModel) {
  return {
    ...detailsOf(model),
    context_length: trainedContext(model),
    embedding_length: dimension(model, 'embedding_length') ?? 0,
  }
}
