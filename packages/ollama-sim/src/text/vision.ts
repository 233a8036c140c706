import { llamaServerError } from '../engine/engine-error.ts'
import type { Machine } from '../machine.ts'
import type { SimulatedModel } from '../scenarios/simulated-model.ts'

/** The old engine ignores images a model cannot see; llama-server refuses them. */
export function checkImages(machine: Machine, model: SimulatedModel, images: unknown): void {
  const hasSome = Array.isArray(images) && images.length > 0
  if (!hasSome || model.capabilities.includes('vision') || !machine.habits.refusesImagesWithoutVision) return
  const message = 'Multimodal data provided, but model does not support multimodal requests.'
  throw llamaServerError('invalid_request_error', message)
}
