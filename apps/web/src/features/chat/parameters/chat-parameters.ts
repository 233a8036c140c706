import type { ChatRequest } from '@ollama-dashboard/contracts'

/** What holds for one conversation alone; absent means as it is saved for the model, or its own. */
export interface ChatParameters {
  readonly temperature?: number
  readonly num_ctx?: number
  readonly num_predict?: number
  readonly think?: NonNullable<ChatRequest['think']>
  readonly system?: string
  /** A prompt that is too long is refused, and not cut. */
  readonly refuseCut?: true
}

export const optionFields = ['temperature', 'num_ctx', 'num_predict'] as const
export type OptionField = (typeof optionFields)[number]

/** The parameters as fields of the request. */
export function requestOf(
  parameters: ChatParameters,
): Pick<ChatRequest, 'options' | 'think' | 'system' | 'on_overflow'> {
  const { think, system, refuseCut } = parameters
  const given = optionFields.filter((field) => parameters[field] !== undefined)
  return {
    ...(given.length > 0 && { options: Object.fromEntries(given.map((field) => [field, parameters[field]])) }),
    ...(think !== undefined && { think }),
    ...(system !== undefined && { system }),
    ...(refuseCut && { on_overflow: 'error' as const }),
  }
}

export const changedCount = (parameters: ChatParameters): number => Object.keys(parameters).length

/** The parameters with one changed; undefined takes it away. */
export function withParameter<K extends keyof ChatParameters>(
  parameters: ChatParameters,
  field: K,
  value: ChatParameters[K] | undefined,
): ChatParameters {
  const { [field]: _, ...others } = parameters
  return value === undefined ? others : { ...others, [field]: value }
}
