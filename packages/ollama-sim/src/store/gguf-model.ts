import type { Capability, SimulatedModel } from '../scenarios/simulated-model.ts'
import type { StoredBlob } from './blob-store.ts'
import type { Gguf } from './gguf.ts'
import { DEFAULT_TEMPLATE } from './layers.ts'

/** The quantisations by the number a file gives of them; 0, F32, is as good as unknown to Ollama. */
const FILE_TYPES: Readonly<Record<number, string>> = {
  1: 'F16',
  2: 'Q4_0',
  3: 'Q4_1',
  7: 'Q8_0',
  8: 'Q5_0',
  9: 'Q5_1',
  10: 'Q2_K',
  11: 'Q3_K_S',
  12: 'Q3_K_M',
  13: 'Q3_K_L',
  14: 'Q4_K_S',
  15: 'Q4_K_M',
  16: 'Q5_K_S',
  17: 'Q5_K_M',
  18: 'Q6_K',
  32: 'BF16',
  38: 'MXFP4',
}

const STRIPPED = ['general.name', 'tokenizer.chat_template']

/** The model a file of weights makes, without a name yet. */
export function modelOfGguf(digest: string, { size }: StoredBlob, { keyValues, parameterCount }: Gguf): SimulatedModel {
  const family = String(keyValues['general.architecture'] ?? 'unknown')
  const fileType = Number(keyValues['general.file_type'] ?? 0)
  const info = { ...keyValues, 'general.file_type': fileType, 'general.parameter_count': parameterCount }
  return {
    name: '',
    size,
    digest: '',
    weights: digest,
    modified_at: '',
    parent_model: '',
    family,
    parameter_size: humanNumber(parameterCount),
    quantization_level: FILE_TYPES[fileType] ?? 'unknown',
    capabilities: weightCapabilities(keyValues, family),
    model_info: Object.fromEntries(
      Object.entries(info)
        .filter(([key]) => !STRIPPED.includes(key))
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ),
    template: DEFAULT_TEMPLATE,
    parameters: {},
  }
}

function weightCapabilities(keyValues: Gguf['keyValues'], family: string): readonly Capability[] {
  const has = (key: string) => keyValues[`${family}.${key}`] !== undefined
  const chatTemplate = String(keyValues['tokenizer.chat_template'] ?? '')
  return [
    has('pooling_type') ? 'embedding' : 'completion',
    ...(has('vision.block_count') ? (['vision'] as const) : []),
    ...(/\btools\b/.test(chatTemplate) ? (['tools'] as const) : []),
    ...(/<think>|\benable_thinking\b/.test(chatTemplate) ? (['thinking'] as const) : []),
  ]
}

/** As Ollama rounds a number of parameters: `116K`, `21.25M`, `14.8B`. */
function humanNumber(count: number): string {
  const rounded = (unit: number, digits: number) => (count / unit).toFixed(count % unit === 0 ? 0 : digits)
  if (count >= 1e9) return `${rounded(1e9, 1)}B`
  if (count >= 1e6) return `${rounded(1e6, 2)}M`
  return count >= 1e3 ? `${rounded(1e3, 0)}K` : String(count)
}
