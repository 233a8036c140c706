import { modelOf, type SimulatedModel } from './simulated-model.ts'

const FAMILIES = [
  { base: 'llama3.2', architecture: 'llama', heads: 24, capabilities: ['completion', 'tools'] },
  { base: 'qwen3', architecture: 'qwen3', heads: 32, capabilities: ['completion', 'tools', 'thinking'] },
  { base: 'gemma3', architecture: 'gemma3', heads: 16, capabilities: ['completion', 'vision'] },
  { base: 'mistral', architecture: 'llama', heads: 32, capabilities: ['completion', 'tools'] },
  { base: 'bge-m3', architecture: 'bert', heads: 16, capabilities: ['embedding'] },
] as const

const SIZES = [
  { label: '1b', parameters: 1_000_000_000, blocks: 16 },
  { label: '3b', parameters: 3_000_000_000, blocks: 28 },
  { label: '8b', parameters: 8_000_000_000, blocks: 32 },
  { label: '14b', parameters: 14_000_000_000, blocks: 40 },
] as const

const QUANTISATIONS = [
  { level: 'Q4_K_M', bytesPerWeight: 0.6 },
  { level: 'Q8_0', bytesPerWeight: 1.07 },
] as const

/** `count` models of many people: enough to bring a list, a search and a table to their knees. */
export function bigModels(count: number): readonly SimulatedModel[] {
  return Array.from({ length: count }, (_, index) => {
    const family = FAMILIES[index % FAMILIES.length] ?? FAMILIES[0]
    const size = SIZES[Math.floor(index / FAMILIES.length) % SIZES.length] ?? SIZES[0]
    const quantisation = QUANTISATIONS[index % QUANTISATIONS.length] ?? QUANTISATIONS[0]
    const team = `team-${String(Math.floor(index / 20)).padStart(2, '0')}`
    return modelOf({
      name: `${team}/${family.base}-${index}:${size.label}-${quantisation.level.toLowerCase()}`,
      size: Math.round(size.parameters * quantisation.bytesPerWeight) + index,
      architecture: family.architecture,
      parameter_size: size.label.toUpperCase(),
      parameter_count: size.parameters,
      quantization_level: quantisation.level,
      capabilities: [...family.capabilities],
      daysOld: index / 4,
      dimensions: {
        block_count: size.blocks,
        context_length: 131_072,
        embedding_length: family.heads * 128,
        'attention.head_count': family.heads,
        'attention.head_count_kv': 8,
        'attention.key_length': 128,
        'attention.value_length': 128,
        ...(family.base === 'bge-m3' ? { pooling_type: 2 } : {}),
      },
    })
  })
}
