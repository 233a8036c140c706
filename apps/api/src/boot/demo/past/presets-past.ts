import type { DemoPast } from '@ollama-dashboard/core'
import type { SimulatedPast } from '@ollama-dashboard/ollama-sim'

interface DemoPreset {
  readonly id: string
  readonly name: string
  /** Written while somebody tried it with this model. */
  readonly model: string
  readonly system: string
}

const presets: readonly DemoPreset[] = [
  {
    id: 'demo-preset-translator',
    name: 'Translator',
    model: 'gemma3:12b',
    system: `You translate between English and German. Reply with the translation alone, in the tone of the original. Keep Markdown, code and names as they are. If a passage can be read in two ways, add one line that says which one you chose.`,
  },
  {
    id: 'demo-preset-reviewer',
    name: 'Code reviewer',
    model: 'qwen2.5-coder:14b',
    system: `You review code. List what is wrong, the worst first: bugs, then missing error handling, then what is hard to read. For each: where, why it matters, and the smallest change that fixes it. Do not praise, and do not rewrite what works.`,
  },
  {
    id: 'demo-preset-short',
    name: 'Short answers',
    model: 'llama3.2:3b',
    system: 'Answer in at most three sentences. Say so if you are not sure.',
  },
]

/** System prompts that somebody kept, each when its model was first asked that week. */
export const presetsPast =
  (week: SimulatedPast): DemoPast =>
  async ({ preset, now }) => {
    for (const { at, ...kept } of keptPresets(week, now))
      await preset({ ...kept, updated_at: new Date(at).toISOString(), updated_by: null })
  }

/** Each with the time when it was kept. */
export const keptPresets = ({ requests }: SimulatedPast, now: number) =>
  presets.map(({ model, ...kept }) => ({
    ...kept,
    at: requests.find((request) => request.model === model)?.at ?? now,
  }))
