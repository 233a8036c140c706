import type { Model } from '@ollama-dashboard/contracts'
import { type ShownField, settingWords } from '../../../lib/models/setting-fields.ts'

export interface SettingGroup {
  readonly title: string
  readonly fields: readonly ShownField[]
  /** What hardly anybody sets stays folded away. */
  readonly isFolded?: true
}

const groups: readonly SettingGroup[] = [
  { title: 'Context and memory', fields: ['num_ctx', 'keep_alive'] },
  { title: 'Creativity', fields: ['temperature', 'top_p', 'top_k'] },
  { title: 'Length', fields: ['think', 'num_predict'] },
  { title: 'Repetition', fields: ['repeat_penalty', 'presence_penalty', 'frequency_penalty'] },
  { title: 'System prompt', fields: ['system'] },
  {
    title: 'Advanced',
    fields: ['min_p', 'typical_p', 'repeat_last_n', 'seed', 'stop', 'num_batch', 'num_gpu', 'num_thread'],
    isFolded: true,
  },
]

/** A model that only embeds writes nothing: what is about writing means nothing to it. */
const ofEmbedding: ReadonlySet<ShownField> = new Set([
  'num_ctx',
  'keep_alive',
  'num_batch',
  'num_gpu',
  'num_thread',
] as const)

/** The fields that make sense for a model, by meaning; all of them where it is not known what it can do. */
export function groupsOf(model: Pick<Model, 'capabilities' | 'has_reasoning'> | null): SettingGroup[] {
  const onlyEmbeds = model?.capabilities.includes('embedding') && !model.capabilities.includes('completion')
  const makesSense = (field: ShownField) =>
    field === 'think' ? !onlyEmbeds && model?.has_reasoning !== false : !onlyEmbeds || ofEmbedding.has(field)
  return groups
    .map((group) => ({ ...group, fields: group.fields.filter(makesSense) }))
    .filter(({ fields }) => fields.length > 0)
}

/** "min p, seed, GPU layers": labels within a sentence. */
export const namesOf = (fields: readonly ShownField[]): string =>
  fields
    .map((field) => settingWords[field].label.replace(/^[A-Z](?![A-Z])/, (letter) => letter.toLowerCase()))
    .join(', ')
