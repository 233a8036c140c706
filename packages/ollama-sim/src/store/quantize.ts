import { ApiError } from '../http/api-error.ts'
import type { Machine } from '../machine.ts'
import type { Progress } from '../registry/progress.ts'
import { type SimulatedModel, sha256 } from '../scenarios/simulated-model.ts'
import { layersOf } from './layers.ts'

const SUPPORTED = ['F32', 'F16', 'Q4_K_S', 'Q4_K_M', 'Q8_0']
const SOURCES = ['F32', 'F16', 'BF16']

const FILE_TYPES: Readonly<Record<string, number>> = { F32: 0, F16: 1, Q8_0: 7, Q4_K_S: 14, Q4_K_M: 15 }
const BITS: Readonly<Record<string, number>> = { F32: 32, F16: 16, BF16: 16, Q8_0: 8.5, Q4_K_S: 4.58, Q4_K_M: 4.85 }

const LINES = 20
const QUANTIZED_BYTES_PER_MS = 300_000
// The new file has no digest yet: this is what the lines show instead.
const NO_DIGEST = '0000000000000000000'

/** Writes the weights anew with fewer bits, or refuses to. */
export async function* quantize(
  { clock }: Machine,
  model: SimulatedModel,
  asked: string,
  signal: AbortSignal,
): AsyncGenerator<Progress, SimulatedModel, void> {
  const type = asked.toUpperCase()
  const from = model.quantization_level
  if (!SUPPORTED.includes(type)) {
    throw new ApiError(500, `unsupported quantization type ${type} - supported types are ${SUPPORTED.join(', ')}`)
  }
  if (!SOURCES.includes(from)) {
    throw new ApiError(500, 'quantization is only supported for F16, BF16 and F32 models')
  }
  if (from === type) return model
  const total = layersOf(model)[0]?.size ?? model.size
  for (let line = 1; line <= LINES; line += 1) {
    await clock.wait(total / QUANTIZED_BYTES_PER_MS / LINES, signal)
    const completed = Math.round((total * line) / LINES)
    yield { status: `quantizing ${from} model to ${type}`, digest: NO_DIGEST, total, completed }
  }
  yield { status: 'verifying conversion' }
  const size = Math.round((total * (BITS[type] ?? 16)) / (BITS[from] ?? 16))
  return {
    ...model,
    size: model.size - total + size,
    weights: `sha256:${sha256(`${model.weights} as ${type}`)}`,
    quantization_level: type,
    model_info: { ...model.model_info, 'general.file_type': FILE_TYPES[type] },
  }
}
