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
    help: 'How much of the conversation the model can see.',
    unit: 'tokens',
  },
  keep_alive: {
    label: 'Keep loaded',
    help: 'How long the model stays in memory after the last request. -1 is for ever.',
    unit: 'duration',
  },
  temperature: { label: 'Temperature', help: 'Lower is steadier, higher is more varied.' },
  top_p: { label: 'Top p', help: 'Keeps the likeliest words that together reach this share.' },
  top_k: { label: 'Top k', help: 'Keeps only this many candidates for each word.' },
  min_p: { label: 'Min p', help: 'Drops words less likely than this share of the likeliest one.' },
  typical_p: { label: 'Typical p', help: 'Prefers words that are about as surprising as expected; 1 is off.' },
  num_predict: { label: 'Longest reply', help: '-1 is no limit, -2 fills the context.', unit: 'tokens' },
  repeat_penalty: { label: 'Repeat penalty', help: 'Above 1 discourages words already used.' },
  repeat_last_n: {
    label: 'Repeat window',
    help: 'How far back repetition is looked for. 0 is off, -1 the whole context.',
    unit: 'tokens',
  },
  presence_penalty: { label: 'Presence penalty', help: 'Above 0 discourages words that were used at all.' },
  frequency_penalty: { label: 'Frequency penalty', help: 'Above 0 discourages words the more they were used.' },
  seed: { label: 'Seed', help: 'The same seed and prompt give the same reply; -1 is random.' },
  stop: { label: 'Stop words', help: 'A reply ends before any of these, one a line, at most 10.' },
  think: { label: 'Thinking', help: 'Whether the model thinks before it answers, and how hard.' },
  num_batch: { label: 'Batch size', help: 'Tokens of a prompt that are read at once.', unit: 'tokens' },
  num_gpu: { label: 'GPU layers', help: 'Layers on the GPU: -1 lets Ollama decide, 0 is CPU alone.', unit: 'layers' },
  num_thread: { label: 'CPU threads', help: '0 lets Ollama decide.' },
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
