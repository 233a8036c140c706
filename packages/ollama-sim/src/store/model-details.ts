import { dimension, trainedContext } from '../engine/memory-need.ts'
import type { SimulatedModel } from '../scenarios/simulated-model.ts'

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

/** In lists the parent was left out; since 0.30.0 `/api/tags` tells it, with the lengths. */
export const detailsWithoutParent = (model: SimulatedModel) => ({ ...detailsOf(model), parent_model: '' })
export function detailsWithLengths(model: SimulatedModel) {
  return {
    ...detailsOf(model),
    context_length: trainedContext(model),
    embedding_length: dimension(model, 'embedding_length') ?? 0,
  }
}
