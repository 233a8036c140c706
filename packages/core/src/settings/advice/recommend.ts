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
  if (remote) return nothing('It runs on ollama.com, which decides for itself.')
  if (embedsOnly) return nothing('There is nothing to recommend for a model that only embeds.')

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
const mostWhenSplit = 8192

function recommendContext(input: MemoryInput): SettingReason | { readonly note: string } {
  const { vramBytes = null, ramBytes = null, isUnified = false } = input.host ?? {}
  if (!input.host || ramBytes === null) {
    return { note: 'The memory of its host is not known here, so that its context is left as it is.' }
  }
  const { trainedContext } = input.architecture
  if (trainedContext !== null && trainedContext < contextBounds.minimum) {
    const note = `It was trained for ${trainedContext} tokens, which is less than can be set here: its context is left as it is.`
    return { note }
  }
  const because = (value: number, why: string): SettingReason => ({ field: 'num_ctx', value, why })
  const budget = vramBytes ?? ramBytes
  const where = isUnified ? 'unified memory' : vramBytes === null ? 'RAM' : 'VRAM'
  const fitting = largestContext(input, budget)
  if (fitting !== null) {
    const room = `the ${inGibibytes(budget)} of ${where} that models may use here`
    return because(fitting, whyFitting(fitting, trainedContext, room))
  }
  const split = vramBytes === null ? null : largestContext(input, vramBytes + ramBytes)
  if (split === null) return { note: unknownOr(input, `It does not fit the memory of this host.`) }
  return because(
    Math.min(split, mostWhenSplit),
    `It does not fit the ${inGibibytes(budget)} of ${isUnified ? 'memory that the GPU can use' : 'VRAM'} whole, and every larger context moves more of it to the CPU.`,
  )
}

function whyFitting(context: number, trained: number | null, room: string): string {
  if (context === trained) return `All that it was trained for fits ${room}.`
  // Twice as much would be more than it can use.
  if (trained !== null && context * 2 > trained) {
    return `The largest power of two that it was trained for, and that fits ${room}.`
  }
  return context === contextBounds.maximum
    ? `The most that can be set here, which fits ${room}.`
    : `The largest power of two that fits ${room}.`
}

const unknownOr = (input: MemoryInput, note: string): string =>
  largestContext(input, Number.POSITIVE_INFINITY) === null
    ? 'Too little is known of its architecture to tell what a context costs.'
    : note

const inGibibytes = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(1)} GiB`
