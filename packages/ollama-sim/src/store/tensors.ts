import { dimension } from '../engine/memory-need.ts'
import type { SimulatedModel } from '../scenarios/simulated-model.ts'

/** The matrices of a transformer of this model's measures, as `/api/show` lists them. */
export function tensorsOf(model: SimulatedModel) {
  const width = dimension(model, 'embedding_length') ?? 0
  const inner = dimension(model, 'feed_forward_length') ?? width * 4
  const vocabulary = dimension(model, 'vocab_size') ?? 32_000
  const type = model.quantization_level === 'unknown' ? 'F32' : model.quantization_level.replace('_M', '')
  const whole = [
    { name: 'output.weight', type, shape: [width, vocabulary] },
    { name: 'output_norm.weight', type: 'F32', shape: [width] },
    { name: 'token_embd.weight', type, shape: [width, vocabulary] },
  ]
  const layers = Array.from({ length: dimension(model, 'block_count') ?? 0 }, (_, layer) => [
    { name: `blk.${layer}.attn_norm.weight`, type: 'F32', shape: [width] },
    { name: `blk.${layer}.attn_output.weight`, type, shape: [width, width] },
    { name: `blk.${layer}.attn_q.weight`, type, shape: [width, width] },
    { name: `blk.${layer}.ffn_down.weight`, type, shape: [inner, width] },
    { name: `blk.${layer}.ffn_norm.weight`, type: 'F32', shape: [width] },
    { name: `blk.${layer}.ffn_up.weight`, type, shape: [width, inner] },
  ])
  return [...whole, ...layers.flat()]
}
