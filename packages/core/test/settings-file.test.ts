import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ModelSettings, type SettingsEntry } from '@ollama-dashboard/contracts'
import { Value } from '@sinclair/typebox/value'
import { describe, expect, test } from 'vitest'
import { parseSettingsFile, readSettingsFile, toSettingsFile } from '../src/settings/file/settings-file.ts'

const fixture = async (name: string) =>
  parseSettingsFile(await readFile(join(import.meta.dirname, 'fixtures', name), 'utf8'))

const read = (settings: object, more: object = {}) => readSettingsFile({ 'llama3.2:3b': { settings, ...more } })
const entryOf = (settings: object, more: object = {}): SettingsEntry | undefined => read(settings, more).entries[0]

describe.each(['flask-settings.json', 'flask-settings-client.json'])('%s', (name) => {
  test('gives an entry for each of its forty models, every one of them valid', async () => {
    const { entries, problems } = readSettingsFile(await fixture(name))
    expect(problems).toEqual([])
    expect(entries).toHaveLength(40)
    for (const { settings } of entries) expect([...Value.Errors(ModelSettings, settings)]).toEqual([])
  })

  test('is read as its author meant it', async () => {
    const { entries } = readSettingsFile(await fixture(name))
    const of = (model: string) => entries.find((entry) => entry.model === model)
    expect(of('qwen3:4b')?.settings).toMatchObject({
      temperature: 0.6,
      top_k: 20,
      num_ctx: 8192,
      penalize_newline: true,
      mirostat_tau: 5,
    })
    expect(of('llama3.2:1b')?.settings.stop).toEqual(['<|eot_id|>', 'User:'])
    expect(of('phi3:mini')?.settings.stop).toEqual(['<|end|>', '<|user|>'])
    expect(of('mistral:7b')?.source).toBe('user')
    expect(of('llava:latest')).toBeDefined()
    // An empty list means that nobody set stop words: sent to Ollama it would take away the model's own.
    expect(entries.filter(({ settings }) => settings.stop?.length === 0)).toEqual([])
    // The first and every seventh had a seed of their own; of the others it was zero.
    expect(entries.filter(({ settings }) => settings.seed !== undefined)).toHaveLength(6)
    expect(entries.filter(({ extra }) => extra?.['model_settings_auto_save'] === true)).toHaveLength(10)
  })

  test('comes back as it went out', async () => {
    const { entries } = readSettingsFile(await fixture(name))
    const written = JSON.parse(JSON.stringify(toSettingsFile(entries)))
    expect(readSettingsFile(written)).toEqual({ entries, problems: [] })
  })
})

test('the later format brings a system prompt along, and keeps what else it had beside the settings', async () => {
  const { entries } = readSettingsFile(await fixture('flask-settings-client.json'))
  const prompted = entries.filter(({ settings }) => settings.system !== undefined)
  expect(prompted).toHaveLength(7)
  expect(new Set(prompted.map(({ settings }) => settings.system))).toEqual(new Set(['Answer in one sentence.']))
  expect(entries.filter(({ extra }) => extra?.['copilot'] !== undefined)).toHaveLength(8)
  expect(entries.filter(({ extra }) => extra?.['client'] !== undefined)).toHaveLength(32)
})

test.each([
  [{ seed: 0 }, {}],
  [{ seed: '0' }, {}],
  [{ seed: 7 }, { seed: 7 }],
  [{ temperature: null, top_k: '' }, {}],
  [{ stop: '' }, {}],
  [{ stop: [] }, {}],
  [{ stop: [''] }, {}],
  [{ stop: ['\n', ''] }, { stop: ['\n'] }],
  [{ stop: ' , ' }, {}],
  [{ stop: 'a, b,,c ' }, { stop: ['a', 'b', 'c'] }],
  [{ stop: null }, {}],
  [{ num_ctx: ' 4096 ' }, { num_ctx: 4096 }],
])('%j of the earlier dashboard means %j', (written, meant) => {
  expect(entryOf(written)?.settings).toEqual(meant)
})

test('what we wrote ourselves is taken literally', () => {
  expect(entryOf({ seed: 0, stop: [] }, { updated_by: null })?.settings).toEqual({ seed: 0, stop: [] })
})

test.each([
  ['laptop', 'laptop'],
  ['lap\u0000top', null],
  ['lap\ntop', null],
  [17, null],
])('an updated_by of %j is told as %j', (updated_by, told) => {
  expect(entryOf({}, { updated_by })?.updated_by).toBe(told)
})

test.each([
  ['2025-11-24T16:05:23.512257+00:00', '2025-11-24T16:05:23.512Z'],
  ['2025-11-24T17:05:23+01:00', '2025-11-24T16:05:23.000Z'],
  ['yesterday', null],
  [17, null],
])('a last_updated of %s is told as %s', (last_updated, updated_at) => {
  expect(entryOf({}, { last_updated })?.updated_at).toBe(updated_at)
})

test.each([
  ['llama3.2:3b', { settings: { num_ctx: 'many' } }, 'num_ctx must be a whole number.'],
  [
    'llama3.2:3b',
    { settings: { temperature: 9, top_k: -1 } },
    'temperature must be at most 2; top_k must be at least 0.',
  ],
  ['llama3.2:3b', { settings: [] }, 'The entry has no settings.'],
  ['llama3.2:3b', 'nothing', 'The entry has no settings.'],
  ['/no/model', { settings: {} }, 'model must be a model name.'],
])('%s: %j is told with what is wrong, and the others are taken', (model, entry, message) => {
  const { entries, problems } = readSettingsFile({ [model]: entry, 'fine:1b': { settings: { top_k: 1 } } })
  expect(entries.map((one) => one.model)).toEqual(['fine:1b'])
  expect(problems).toEqual([{ model, message, errors: expect.any(Array) }])
})

test('of two spellings of one model the settings saved last are taken, and the other is told', () => {
  const { entries, problems } = readSettingsFile({
    'Qwen3-vl:30b': { settings: { top_k: 1 }, last_updated: '2026-02-26T19:44:41+00:00' },
    'qwen3-vl:30b': { settings: { top_k: 2 }, last_updated: '2026-02-27T19:26:57+00:00' },
    'QWEN3-VL:30B': { settings: { top_k: 3 }, last_updated: '2025-01-01T00:00:00+00:00' },
  })
  expect(entries.map(({ settings }) => settings)).toEqual([{ top_k: 2 }])
  expect(problems.map(({ model }) => model)).toEqual(['qwen3-vl:30b', 'QWEN3-VL:30B'])
})

test.each(['{', '[]', 'null'])('a file that holds %j is no file of settings', async (text) => {
  await expect(parseSettingsFile(text)).rejects.toThrow(/cannot be read/)
})

test('a byte order mark is no reason to refuse a file', async () => {
  expect(await parseSettingsFile('\uFEFF{"a": 1}')).toEqual({ a: 1 })
})

test('names that mean something to JavaScript are names', () => {
  const file = JSON.parse('{"__proto__": {"settings": {"top_k": 1}}, "constructor": {"settings": {"top_k": 2}}}')
  const { entries } = readSettingsFile(file)
  expect(entries.map(({ model }) => model)).toEqual(['__proto__:latest', 'constructor:latest'])
  expect(JSON.stringify(toSettingsFile(entries))).toContain('"constructor:latest"')
})
