import { type SamplingField, type SamplingRule, type SamplingSettings, samplingRules } from './read-sampling.ts'

/** What of a model tells who made it and how it answers. */
export interface SampledModel {
  /** Name as listed by Ollama: `qwen3:8b`, or `hf.co/unsloth/Qwen3-8B-GGUF:Q4_K_M`. */
  readonly name: string
  readonly family: string | null
  readonly families: readonly string[]
  /** Ollama's own words; null where an older server does not tell. */
  readonly capabilities: readonly string[] | null
}

export interface SamplingReason {
  readonly field: SamplingField
  readonly value: number
  readonly why: string
  readonly source: string
}

export interface SamplingRecommendation {
  readonly settings: SamplingSettings
  readonly reasons: readonly SamplingReason[]
}

const nothing: SamplingRecommendation = { settings: {}, reasons: [] }

/**
 * What the publisher of a model recommends for sampling, with a reason for each value. Empty where it recommends
 * nothing, and for models that only embed: then Ollama's own defaults are better left alone. The name goes before the
 * family, since a distilled model has the architecture of one publisher and the advice of another.
 */
export function recommendSampling(model: SampledModel, rules = samplingRules): SamplingRecommendation {
  const rule = findRule(model, rules)
  if (!rule) return nothing
  const { settings, why, source } = rule
  const reasons = Object.entries(settings).map(([field, value]) => ({
    // Object.entries forgets which keys these are.
    field: field as SamplingField,
    value,
    why,
    source,
  }))
  return { settings, reasons }
}

function findRule(model: SampledModel, rules: readonly SamplingRule[]): SamplingRule | undefined {
  const name = ownName(model.name)
  if (embeds(name, model.capabilities)) return undefined
  const suited = rules.filter(({ thinks }) => thinks === undefined || thinks === mayThink(model))
  const families = [model.family, ...model.families]
  return (
    suited.find(({ names }) => patternOf(names).test(name)) ??
    suited.find((rule) => rule.families?.some((family) => families.includes(family)))
  )
}

/** `Qwen3-8B-GGUF:Q4_K_M` of `hf.co/unsloth/Qwen3-8B-GGUF:Q4_K_M`, in small letters. */
const ownName = (name: string): string => name.slice(name.lastIndexOf('/') + 1).toLowerCase()

/** Some who convert models put the publisher before the name: `google_gemma-3-12b-it-GGUF`. */
const patternOf = (names: string): RegExp => new RegExp(`^(?:[a-z0-9.-]+_)?(?:${names})`)

const embeds = (name: string, capabilities: readonly string[] | null): boolean =>
  /embed|rerank/.test(name) || (capabilities !== null && !capabilities.includes('completion'))

/** A model that can think does so unless it is told not to; where a server does not tell, it is taken for one that can. */
const mayThink = ({ capabilities }: SampledModel): boolean => capabilities?.includes('thinking') ?? true
