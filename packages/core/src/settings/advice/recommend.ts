import { contextBounds, type ModelSettings, type Recommendation, type SettingReason } from '@ollama-dashboard/contracts'
import { largestContext, type MemoryInput } from '../../memory/memory-estimate.ts'
import type { ModelProfile } from '../../memory/model-profiles.ts'
import type { InstalledModel } from '../../ollama/ollama.ts'
import { recommendSampling } from './recommend-sampling.ts'

export interface RecommendInput {
  readonly model: InstalledModel
  readonly profile: ModelProfile
  readonly memory: MemoryInput
}

/** What suits a model here: as large a context as its host has room for, and what its publisher says of sampling. */
export function recommend({ model, profile, memory }: RecommendInput): Recommendation {
  const { name, details, remote } = model
  const { capabilities, architecture } = profile
  const embedsOnly = capabilities
    ? capabilities.includes('embedding') && !capabilities.includes('completion')
    : architecture.embeds
  const nothing = (note: string): Recommendation => ({ model: name, settings: {}, reasons: [], note })
  if (remote) return nothing('No recommendations for models that run on ollama.com.')
  if (embedsOnly) return nothing('No recommendations for embedding models.')

  const context = recommendContext(memory)
  const sampling = recommendSampling({
    name,
    family: details.family,
    families: details.families,
    capabilities,
  })
  const reasons: SettingReason[] = [...('why' in context ? [context] : []), ...sampling.reasons]
  // Each reason carries the value that it is for.
  const settings = Object.fromEntries(reasons.map(({ field, value }) => [field, value])) as ModelSettings
  return { model: name, settings, reasons, ...('note' in context && { note: context.note }) }
}

/** What a model that does not fit its GPU gets at most: every larger context leaves less of it there. */
const maxWhenSplit = 8192

function recommendContext(input: MemoryInput): SettingReason | { readonly note: string } {
  const { vramBytes = null, ramBytes = null, isUnified = false } = input.host ?? {}
  if (!input.host || ramBytes === null) {
    return { note: 'No recommended context: the memory of the server is unknown.' }
  }
  const { trainedContext } = input.architecture
  if (trainedContext !== null && trainedContext < contextBounds.minimum) {
    const note = `No recommended context: the trained context of ${trainedContext} tokens is below the minimum.`
    return { note }
  }
  const because = (value: number, why: string): SettingReason => ({ field: 'num_ctx', value, why })
  const budget = vramBytes ?? ramBytes
  const where = isUnified ? 'unified memory' : vramBytes === null ? 'RAM' : 'VRAM'
  const fitting = largestContext(input, budget)
  if (fitting !== null) {
    return because(fitting, whyFitting(fitting, trainedContext, { where, budget }))
  }
  const split = vramBytes === null ? null : largestContext(input, vramBytes + ramBytes)
  if (split === null) return { note: unknownOr(input, 'Does not fit in the memory of this host.') }
  return because(
    Math.min(split, maxWhenSplit),
    `Does not fit in ${inGibibytes(budget)} usable ${where}; a larger context would move more of it to the CPU.`,
  )
}

interface Room {
  /** "VRAM", "RAM" or "unified memory". */
  readonly where: string
  readonly budget: number
}

function whyFitting(context: number, trained: number | null, { where, budget }: Room): string {
  if (context === trained) return `Full trained context fits in ${inGibibytes(budget)} usable ${where}.`
  // Twice as much would be more than it can use.
  if (trained !== null && context * 2 > trained) {
    return `Largest power-of-two context within the trained context; fits in ${where}.`
  }
  return context === contextBounds.maximum
    ? `Max context that can be set; fits in ${where}.`
    : `Largest power-of-two context that fits in ${where}.`
}

const unknownOr = (input: MemoryInput, note: string): string =>
  largestContext(input, Number.POSITIVE_INFINITY) === null
    ? 'No recommended context: the model does not report enough about its architecture.'
    : note

const inGibibytes = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(1)} GiB`
