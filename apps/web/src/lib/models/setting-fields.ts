import type { SettingField } from '@ollama-dashboard/contracts'
import { formatCount } from '../format.ts'

export interface SettingWords {
  readonly label: string
  /** One sentence: what a person would notice. */
  readonly help: string
  readonly unit?: string
}

/** Settings as the page calls them. Those that Ollama dropped are kept, and shown nowhere. */
export const settingWords = {
  num_ctx: {
    label: 'Context length',
    help: 'Max tokens of conversation that the model can see.',
    unit: 'tokens',
  },
  keep_alive: {
    label: 'Keep alive',
    help: 'How long the model stays in memory after the last request. -1 = never unload.',
    unit: 'duration',
  },
  temperature: { label: 'Temperature', help: 'Lower is more focused, higher is more creative.' },
  top_p: { label: 'Top p', help: 'Sample only from the smallest set of tokens whose probability adds up to p.' },
  top_k: { label: 'Top k', help: 'Sample only from the k most likely tokens.' },
  min_p: { label: 'Min p', help: 'Min probability of a token, relative to the most likely one.' },
  typical_p: { label: 'Typical p', help: 'Prefers tokens of typical probability. 1 = off.' },
  num_predict: { label: 'Max tokens (num_predict)', help: '-1 = no limit, -2 = fill the context.', unit: 'tokens' },
  repeat_penalty: { label: 'Repeat penalty', help: 'Above 1 discourages repetition.' },
  repeat_last_n: {
    label: 'Repeat window',
    help: 'How many tokens back to look for repetition. 0 = off, -1 = whole context.',
    unit: 'tokens',
  },
  presence_penalty: { label: 'Presence penalty', help: 'Above 0 discourages tokens that have already appeared.' },
  frequency_penalty: {
    label: 'Frequency penalty',
    help: 'Above 0 discourages tokens in proportion to how often they appeared.',
  },
  seed: { label: 'Seed', help: 'The same seed and prompt give the same response. -1 = random.' },
  stop: { label: 'Stop sequences', help: 'The response ends before any of these. One per line, max 10.' },
  think: { label: 'Thinking', help: 'Whether the model thinks before it responds, and how much.' },
  num_batch: { label: 'Batch size', help: 'Prompt tokens processed at once.', unit: 'tokens' },
  num_gpu: { label: 'GPU layers', help: 'Layers on the GPU. -1 = automatic, 0 = CPU only.', unit: 'layers' },
  num_thread: { label: 'CPU threads', help: '0 = automatic.' },
  system: { label: 'System prompt', help: 'Sent before every conversation.' },
} as const satisfies Partial<Record<SettingField, SettingWords>>

export type ShownField = keyof typeof settingWords
export const shownFields = Object.keys(settingWords) as ShownField[]

export const isShown = (field: SettingField): field is ShownField => Object.hasOwn(settingWords, field)

const ungrouped: ReadonlySet<SettingField> = new Set(['seed'] as const)

/** A value as a person reads it: 32,768; 0.6; "5m"; on; a list in a line. Null where nothing is known. */
export function formatSetting(field: SettingField, value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value ? 'On' : 'Off'
  if (typeof value === 'number') return ungrouped.has(field) ? String(value) : formatNumber(value)
  if (Array.isArray(value)) return value.length === 0 ? 'None' : value.map((word) => JSON.stringify(word)).join(', ')
  return String(value)
}

const formatNumber = (value: number): string =>
  Number.isInteger(value) ? formatCount(value) : value.toLocaleString('en', { maximumFractionDigits: 6 })
