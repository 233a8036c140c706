import { ApiError } from '../http/api-error.ts'
import type { Capability, SimulatedModel } from '../scenarios/simulated-model.ts'
import { fullName, parseModelName } from './model-name.ts'

/** The refusals that name the model as the request did; the others name it in full. */
const QUOTED: Partial<Record<Capability, string>> = { thinking: 'thinking' }

export function requireCapabilities(
  model: SimulatedModel,
  asked: string,
  wanted: readonly Capability[],
  verb: string,
): void {
  const missing = wanted.filter((capability) => !model.capabilities.includes(capability))
  if (missing.includes('completion')) throw new ApiError(400, `${JSON.stringify(asked)} does not support ${verb}`)
  const quoted = missing.find((capability) => QUOTED[capability] !== undefined)
  if (quoted !== undefined) throw new ApiError(400, `${JSON.stringify(asked)} does not support ${quoted}`)
  if (missing.length === 0) return
  const name = parseModelName(model.name)
  const full = name === null ? model.name : fullName(name)
  throw new ApiError(400, missing.map((capability) => `${full} does not support ${capability}`).join('\n'))
}
