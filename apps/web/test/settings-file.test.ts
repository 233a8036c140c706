import type { SettingsEntry } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { planImport } from '../src/features/admin/compare-file.ts'
import { keyOfModel, parseSettingsFile, readChosenFile, UnreadableFile } from '../src/features/admin/settings-file.ts'

const flask = {
  'llama3.1:8b': {
    settings: { temperature: '0.7', num_ctx: 4096, seed: 0, stop: 'a, b', model_settings_auto_save: true },
    source: 'user',
    last_updated: '2025-11-24T16:05:23.512257+00:00',
    client: { system_prompt_custom: 'Be brief.' },
  },
}
/** That file, as this dashboard keeps it. */
const saved: SettingsEntry = {
  model: 'llama3.1:8b',
  settings: { temperature: 0.7, num_ctx: 4096, stop: ['a', 'b'], system: 'Be brief.' },
  source: 'user',
  updated_at: '2025-11-24T16:05:23.512Z',
  updated_by: null,
  extra: { model_settings_auto_save: true, client: { system_prompt_custom: 'Be brief.' } },
}
const read = (file: unknown) => parseSettingsFile(JSON.stringify(file))
const plan = (file: unknown, options = { fillIn: false }) => planImport(read(file).entries, [saved], options)

test("the earlier dashboard's file is read as it was meant", () => {
  expect(read(flask)).toMatchObject({ file: flask, unreadable: [], entries: [{ settings: saved.settings }] })
  expect(plan(flask)).toEqual([{ name: 'llama3.1:8b', outcome: 'same', changes: [] }])
})

test('our own file is taken at its word: nought is a seed in it', () => {
  const own = { 'a:b': { settings: { seed: 0, stop: ['x, y'] }, source: 'recommended', updated_by: null } }
  expect(read(own).entries).toMatchObject([{ settings: { seed: 0, stop: ['x, y'] }, source: 'recommended' }])
})

test('what a file would change is told before, by model and setting', () => {
  const file = {
    'llama3.1:8b': { settings: { temperature: 0.9, num_ctx: 4096 }, source: 'user' },
    'phi4:14b': { settings: { top_k: 20 } },
  }
  expect(plan(file)).toEqual([
    { name: 'llama3.1:8b', outcome: 'replaced', changes: ['temperature', 'stop', 'system'] },
    { name: 'phi4:14b', outcome: 'new', changes: ['top_k'] },
  ])
  expect(plan(file, { fillIn: true }).map(({ outcome }) => outcome)).toEqual(['new', 'kept'])
})

test('an entry that cannot be taken over is told, and does not keep the others out', () => {
  const { entries, unreadable } = read({
    'two words': { settings: {} },
    'none:1b': {},
    'hot:1b': { settings: { temperature: 7, top_k: 2.5 } },
    llama3: { settings: { top_k: 1 }, last_updated: '2025-01-01' },
    'LLAMA3:latest': { settings: { top_k: 2 }, last_updated: '2025-02-01' },
  })
  expect(unreadable).toEqual([
    { written: 'two words', problem: 'It is not the name of a model' },
    { written: 'none:1b', problem: 'It has no settings' },
    {
      written: 'hot:1b',
      problem: 'Temperature has to be from 0 to 2; Top k has to be a whole number from 0 to 1,000',
    },
    { written: 'LLAMA3:latest', problem: 'It is the same model as llama3: what was saved last is taken' },
  ])
  expect(entries).toMatchObject([{ settings: { top_k: 2 } }])
})

test.each([
  ['{ "llama3": ', 'It is not valid JSON.'],
  ['', 'It is empty.'],
  ['[1]', 'It does not hold settings by model.'],
  ['null', 'It does not hold settings by model.'],
])('%s is no file of settings', (text, why) => {
  expect(() => parseSettingsFile(text)).toThrow(new UnreadableFile(why))
})

test('a file that was dropped is read, with the mark that Windows begins it with, or told why not', async () => {
  const whole = await readChosenFile(new File([`\uFEFF${JSON.stringify(flask)}`], 'model_settings.json'))
  expect(whole).toMatchObject({ name: 'model_settings.json', contents: { entries: [{ written: 'llama3.1:8b' }] } })
  const broken = await readChosenFile(new File(['{'], 'broken.json'))
  expect(broken).toEqual({ name: 'broken.json', why: 'It is not valid JSON.' })
  const film = await readChosenFile(new File([new Uint8Array(17_000_000)], 'film.mp4'))
  expect(film).toEqual({ name: 'film.mp4', why: 'It is too large for a file of settings.' })
})

test.each([
  ['llama3', 'LLAMA3:latest'],
  ['library/llama3:8b', 'registry.ollama.ai/library/llama3:8b'],
])('%s and %s are one model', (one, other) => expect(keyOfModel(one)).toBe(keyOfModel(other)))
