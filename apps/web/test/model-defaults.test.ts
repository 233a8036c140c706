import type { ModelSettings, Recommendation, SettingReason, SettingsEntry } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { readAdminSearch } from '../src/features/admin/admin-search.ts'
import {
  appliesTo,
  countDefaults,
  filterDefaults,
  missingValues,
  modelDefaults,
} from '../src/features/admin/model-defaults.ts'
import { savedBy, tableLines } from '../src/features/admin/table/table-lines.ts'

const entry = (model: string, settings: ModelSettings, differing: Partial<SettingsEntry> = {}): SettingsEntry => ({
  model,
  settings,
  source: 'user',
  updated_at: '2026-11-22T10:00:00Z',
  updated_by: 'laptop',
  ...differing,
})

const card = 'https://huggingface.co/Qwen/Qwen3-14B'
const reasons: readonly SettingReason[] = [
  { field: 'num_ctx', value: 32_768, why: 'The largest that fits.' },
  { field: 'temperature', value: 0.6, why: 'Its model card says so.', source: card },
  { field: 'top_k', value: 20, why: 'Its model card says so.', source: card },
]
const recommendation = (model: string, some: readonly SettingReason[] = reasons, note?: string): Recommendation => ({
  model,
  settings: Object.fromEntries(some.map(({ field, value }) => [field, value])),
  reasons: [...some],
  ...(note !== undefined && { note }),
})

const models = modelDefaults({
  installed: ['qwen3:14b', 'Embed:latest', 'llama3.2:3b', 'gemma3:12b', 'broken:1b', 'phi4:14b'],
  saved: [
    entry('qwen3:14b', { num_ctx: 16_384, top_k: 20, system: 'Be brief.', mirostat: 1 }),
    entry('gemma3:12b', { num_ctx: 32_768, temperature: 0.6, top_k: 20 }, { source: 'recommended' }),
    entry('phi4:14b', { num_ctx: 4096 }, { source: 'recommended' }),
    entry('gone:7b', { top_p: 0.9 }),
  ],
  advice: {
    recommendations: [
      ...['qwen3:14b', 'llama3.2:3b', 'gemma3:12b', 'phi4:14b'].map((name) => recommendation(name)),
      recommendation('Embed:latest', [], 'No recommendations for embedding models.'),
    ],
    errors: [{ model: 'broken:1b', message: 'Ollama did not answer.' }],
  },
})
const find = (name: string) => {
  const model = models.find((one) => one.name === name)
  if (!model) throw new Error(`${name} is missing`)
  return model
}
const names = (some: readonly { readonly name: string }[]) => some.map(({ name }) => name)

test('installed models come by name, and what is saved for others at the end', () => {
  expect(names(models)).toEqual([
    'broken:1b',
    'Embed:latest',
    'gemma3:12b',
    'llama3.2:3b',
    'phi4:14b',
    'qwen3:14b',
    'gone:7b',
  ])
  expect(find('gone:7b')).toMatchObject({ isInstalled: false, recommended: null })
})

test('a model shows what differs with its reason, what is the same, and what nothing is recommended for', () => {
  const { differing, same, kept } = find('qwen3:14b')
  expect(differing).toEqual([
    {
      why: 'The largest that fits.',
      source: null,
      lines: [{ field: 'num_ctx', saved: 16_384, without: null, recommended: 32_768 }],
    },
    {
      why: 'Its model card says so.',
      source: card,
      lines: [{ field: 'temperature', saved: undefined, without: null, recommended: 0.6 }],
    },
  ])
  expect(same).toMatchObject([{ field: 'top_k', saved: 20, recommended: 20 }])
  // What Ollama dropped is kept, and shown nowhere.
  expect(kept).toMatchObject([{ field: 'system', saved: 'Be brief.', recommended: undefined }])
})

test('a reason that explains several settings is told once', () => {
  const { differing } = find('llama3.2:3b')
  expect(differing.map(({ lines }) => lines.map(({ field }) => field))).toEqual([['num_ctx'], ['temperature', 'top_k']])
  const beside = tableLines(find('llama3.2:3b'), 'wide')
  expect(beside.map((line) => line.kind)).toEqual(['setting', 'setting', 'setting'])
  const below = tableLines(find('llama3.2:3b'), 'stacked')
  expect(below.map((line) => line.kind)).toEqual(['setting', 'reason', 'setting', 'setting', 'reason'])
})

test('every model has a line: what it differs in, that it is the same, a note, or why it was not looked at', () => {
  const same = ['num_ctx', 'temperature', 'top_k'].map((field) => ({ kind: 'same', line: { field } }))
  expect(tableLines(find('gemma3:12b'), 'wide')).toMatchObject(same)
  expect(tableLines(find('Embed:latest'), 'wide')).toMatchObject([
    { kind: 'note', text: expect.stringContaining('embedding models') },
  ])
  expect(tableLines(find('broken:1b'), 'wide')).toMatchObject([{ kind: 'problem', text: 'Ollama did not answer.' }])
  const [unknown] = modelDefaults({ installed: ['new:1b'], saved: [], advice: null })
  expect(unknown && tableLines(unknown, 'bare')).toHaveLength(1)
  const later = modelDefaults({
    installed: ['a:b'],
    saved: [entry('gone:7b', { top_p: 0.9 })],
    advice: null,
    isComing: true,
  })
  expect(later.map((model) => tableLines(model, 'wide').at(-1)?.kind)).toEqual(['coming', 'setting'])
})

test('the counts are of installed models; a person may have saved for others too', () => {
  expect(countDefaults(models)).toEqual({ installed: 6, saved: 4, differ: 2, unset: 3, person: 2 })
  expect(names(filterDefaults(models, { show: 'differ' }))).toEqual(['phi4:14b', 'qwen3:14b'])
  expect(names(filterDefaults(models, { show: 'unset' }))).toEqual(['broken:1b', 'Embed:latest', 'llama3.2:3b'])
  expect(names(filterDefaults(models, { show: 'person' }))).toEqual(['qwen3:14b', 'gone:7b'])
  expect(names(filterDefaults(models, { q: 'LLAMA 3b' }))).toEqual(['llama3.2:3b'])
  expect(filterDefaults(models, {})).toBe(models)
})

test('"Apply to all" reaches what nobody set and what is out of date, and a person\'s only when it may', () => {
  expect(names(appliesTo(models, { overwrite: false }))).toEqual(['llama3.2:3b', 'phi4:14b'])
  expect(names(appliesTo(models, { overwrite: true }))).toEqual(['llama3.2:3b', 'phi4:14b', 'qwen3:14b'])
})

test('what holds without being saved is the same, and nothing is applied for it', () => {
  const byDefault: readonly SettingReason[] = [
    { field: 'num_ctx', value: 4096, without_saved: 4096, why: 'The largest that fits.' },
    { field: 'temperature', value: 0.6, without_saved: 0.8, why: 'Its model card says so.' },
  ]
  const [context] = byDefault
  const listed = modelDefaults({
    installed: ['a:1b', 'b:1b', 'c:1b', 'd:1b'],
    saved: [
      entry('b:1b', { temperature: 0.6 }, { source: 'recommended' }),
      entry('c:1b', { num_ctx: 8192, temperature: 0.6 }),
    ],
    advice: {
      recommendations: [
        ...['a:1b', 'b:1b', 'c:1b'].map((name) => recommendation(name, byDefault)),
        recommendation('d:1b', context ? [context] : []),
      ],
      errors: [],
    },
  })
  const [a, b, c, d] = listed
  expect(a?.differing.flatMap(({ lines }) => lines)).toEqual([
    { field: 'temperature', saved: undefined, without: 0.8, recommended: 0.6 },
  ])
  expect(b?.differing).toEqual([])
  expect(d?.same).toMatchObject([{ field: 'num_ctx', saved: undefined, without: 4096 }])
  expect(names(appliesTo(listed, { overwrite: false }))).toEqual(['a:1b'])
  // A person's own value is replaced by the one that would hold without it.
  expect(names(appliesTo(listed, { overwrite: true }))).toEqual(['a:1b', 'c:1b'])
  expect(missingValues(byDefault, c?.entry?.settings ?? {})).toEqual({ num_ctx: 4096 })
})

test('while the installed models are not known, none is said to be missing', () => {
  const [only] = modelDefaults({ installed: null, saved: [entry('a:b', { top_k: 1 })], advice: null })
  expect(only).toMatchObject({ name: 'a:b', isInstalled: true })
})

test.each([
  [null, 'No saved settings'],
  [entry('a', {}), 'Saved by laptop, 3 days ago'],
  [entry('a', {}, { source: 'recommended', updated_at: '2026-11-24T09:00:00Z' }), 'Saved as recommended yesterday'],
  [entry('a', {}, { updated_by: null }), 'Saved 3 days ago'],
  [entry('a', {}, { updated_by: null, updated_at: null }), 'Saved'],
  // The server's clock is ahead.
  [entry('a', {}, { updated_at: '2026-11-25T11:00:01Z' }), 'Saved by laptop, just now'],
])('who saved it and when', (saved, words) => {
  expect(savedBy(saved, 'laptop', Date.parse('2026-11-25T11:00:00Z'))).toBe(words)
})

test('what an address says is read; what makes no sense in it is left out', () => {
  expect(readAdminSearch({ q: 7, show: 'differ' })).toEqual({ q: '7', show: 'differ' })
  expect(readAdminSearch({ q: '', show: 'everything', other: 1 })).toEqual({})
})
