import type { PastChange } from '@ollama-dashboard/contracts'
import type { DemoPast } from '@ollama-dashboard/core'
import type { SimulatedPast } from '@ollama-dashboard/ollama-sim'

const minuteMs = 60_000
/** Settings that somebody tried, and took back later. None of them changes what the model takes in memory. */
export const triedWith = 'gpt-oss:20b'

/** The settings that were tried, each time while their model was in use. */
export const settingsPast =
  (week: SimulatedPast): DemoPast =>
  async ({ settingsChange, event, instance }) => {
    for (const { at, how, changed } of changesOf(week)) {
      await settingsChange(triedWith, { at: new Date(at).toISOString(), actor: null, how, changed })
      event({ type: how === 'removed' ? 'settings.removed' : 'settings.saved', instance, model: triedWith }, at)
    }
  }

type TriedChange = Pick<PastChange, 'how' | 'changed'> & { readonly at: number }

/** What was saved for the model that was tried, oldest first. */
export function changesOf({ loads }: SimulatedPast): readonly TriedChange[] {
  const [first, ...others] = loads.filter(({ model }) => model === triedWith)
  const last = others.at(-1)
  if (!first || !last) return []
  return [
    {
      at: first.at + 4 * minuteMs,
      how: 'saved',
      changed: [
        { setting: 'temperature', before: null, after: 0.7 },
        { setting: 'think', before: null, after: 'high' },
      ],
    },
    {
      at: first.at + 21 * minuteMs,
      how: 'saved',
      changed: [
        { setting: 'temperature', before: 0.7, after: 0.4 },
        { setting: 'num_predict', before: null, after: 4096 },
      ],
    },
    {
      at: first.at + 38 * minuteMs,
      how: 'undone',
      changed: [
        { setting: 'temperature', before: 0.4, after: 0.7 },
        { setting: 'num_predict', before: 4096, after: null },
      ],
    },
    {
      at: last.at - 2 * minuteMs,
      how: 'removed',
      changed: [
        { setting: 'temperature', before: 0.7, after: null },
        { setting: 'think', before: 'high', after: null },
      ],
    },
  ]
}
