import { homeModels } from '../scenarios/home-models.ts'
import { libraryModels } from '../scenarios/library-models.ts'
import { modelOf, type SimulatedModel } from '../scenarios/simulated-model.ts'

/** What can be pulled from any scenario: small models for a quick try, what a household has, and much of Ollama's library. */
export const registryModels: readonly SimulatedModel[] = [
  ...homeModels,
  modelOf({
    name: 'llama3.2:1b',
    size: 1_321_098_329,
    architecture: 'llama',
    parameter_size: '1.2B',
    parameter_count: 1_235_814_432,
    quantization_level: 'Q8_0',
    capabilities: ['completion', 'tools'],
    daysOld: 0,
    license: 'LLAMA 3.2 COMMUNITY LICENSE AGREEMENT',
    dimensions: {
      block_count: 16,
      context_length: 131_072,
      embedding_length: 2048,
      'attention.head_count': 32,
      'attention.head_count_kv': 8,
      'attention.key_length': 64,
      'attention.value_length': 64,
    },
  }),
  modelOf({
    name: 'smollm2:135m',
    size: 270_898_672,
    architecture: 'llama',
    parameter_size: '134.52M',
    parameter_count: 134_515_008,
    quantization_level: 'F16',
    capabilities: ['completion', 'tools'],
    daysOld: 0,
    dimensions: {
      block_count: 30,
      context_length: 8192,
      embedding_length: 576,
      'attention.head_count': 9,
      'attention.head_count_kv': 3,
    },
  }),
  modelOf({
    name: 'all-minilm:latest',
    size: 45_960_996,
    architecture: 'bert',
    parameter_size: '23M',
    parameter_count: 22_713_216,
    quantization_level: 'F16',
    capabilities: ['embedding'],
    daysOld: 0,
    dimensions: {
      block_count: 6,
      context_length: 512,
      embedding_length: 384,
      pooling_type: 1,
      'attention.head_count': 12,
    },
  }),
  // Whatever the catalogue offers can be pulled, in the demo too.
  ...libraryModels,
]
