import type { ModelSettings } from '@ollama-dashboard/contracts'
import file from './sampling.json' with { type: 'json' }

/** How the next token is chosen: the fields that publishers give advice on. */
export type SamplingSettings = Pick<
  ModelSettings,
  'temperature' | 'top_p' | 'top_k' | 'min_p' | 'repeat_penalty' | 'presence_penalty'
>

export type SamplingField = keyof SamplingSettings

/** What the publisher of some models recommends for them. */
export interface SamplingRule {
  /** A regular expression for the beginning of a model's own name, without its host and namespace, in small letters. */
  readonly names: string
  /** Names of architectures that are this publisher's alone: for models that somebody renamed. */
  readonly families?: readonly string[]
  /** Only for models that think, or only for those that do not; absent: for both. */
  readonly thinks?: boolean
  /** A model that the rule is for. */
  readonly example: string
  readonly settings: SamplingSettings
  /** One sentence for a person. */
  readonly why: string
  /** Where the publisher says so, or who reports it. */
  readonly source: string
  /** The day on which the source was seen to say so: "2026-06-20". */
  readonly as_of: string
}

/** The more specific ones first. */
export const samplingRules: readonly SamplingRule[] = file.rules
