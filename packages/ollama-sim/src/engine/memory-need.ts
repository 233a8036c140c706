import type { SimulatedModel } from '../scenarios/simulated-model.ts'

const F16_BYTES = 2
const MIB = 2 ** 20

/** A number below the architecture's prefix, such as `block_count`. */
export function dimension(model: SimulatedModel, key: string): number | undefined {
  const value = model.model_info[`${String(model.model_info['general.architecture'])}.${key}`]
  return typeof value === 'number' ? value : undefined
}

export const trainedContext = (model: SimulatedModel): number => dimension(model, 'context_length') ?? 2048

/** Bytes of keys and values a model keeps for one token, when no layer has a sliding window. */
export function keyValueBytesPerToken(model: SimulatedModel): number {
  const heads = dimension(model, 'attention.head_count') ?? 1
  const headsKv = dimension(model, 'attention.head_count_kv') ?? heads
  const headLength = (dimension(model, 'embedding_length') ?? 0) / heads
  const key = dimension(model, 'attention.key_length') ?? headLength
  const value = dimension(model, 'attention.value_length') ?? headLength
  return (dimension(model, 'block_count') ?? 0) * headsKv * (key + value) * F16_BYTES
}

/** What a loaded model takes: weights, keys and values, and room to compute in. */
export function memoryNeed(model: SimulatedModel, numCtx: number, numParallel: number): number {
  const tokens = numCtx * numParallel
  const window = dimension(model, 'attention.sliding_window')
  const windowed = window === undefined ? 0 : (LAYERS_WITH_WINDOW[model.family] ?? 0)
  const meanTokens = tokens * (1 - windowed) + Math.min(tokens, (window ?? 0) * numParallel) * windowed
  // A small model needs little to compute in; a big one hundreds of MiB, more with a longer context.
  const compute = Math.min(model.size / 4, 256 * MIB + (dimension(model, 'embedding_length') ?? 0) * numCtx * 2)
  return Math.round(model.size + keyValueBytesPerToken(model) * meanTokens + compute)
}

/** The share of layers that see a window only. */
const LAYERS_WITH_WINDOW: Readonly<Record<string, number>> = { gemma3: 5 / 6, gptoss: 1 / 2 }

/** The context a request gets that names none, by the memory of the GPUs (since 0.15.5). */
export function defaultContext(vramTotal: number): number {
  const gib = vramTotal / 2 ** 30
  if (gib >= 47) return 262_144
  return gib >= 23 ? 32_768 : 4096
}

/** The part of a need that goes to the GPU, if there is room enough: by layers; a negative `numGpu` is all of them. */
export function bytesOnGpu(model: SimulatedModel, numGpu: number, need: number): number {
  if (numGpu < 0) return need
  const layers = (dimension(model, 'block_count') ?? 0) + 1
  return Math.round(need * Math.min(1, numGpu / layers))
}
