import type { SettingsEntry } from '@ollama-dashboard/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planImport } from '../src/settings/file/plan-import.ts'
import { readSettingsFile, toSettingsFile } from '../src/settings/file/settings-file.ts'

const model = 'llama3.2:3b'
const read = (settings: object, more: object = {}) => readSettingsFile({ [model]: { settings, ...more } })
const entryOf = (settings: object, more: object = {}) => read(settings, more).entries[0]

const name = fc.oneof(
  fc.constantFrom('settings', 'source', 'last_updated', 'updated_by', 'top_k', 'client'),
  fc.string(),
)
const entry: fc.Arbitrary<SettingsEntry> = fc
  .record({
    model: fc.constant(model),
    settings: fc.record({ top_k: fc.nat(100), think: fc.boolean() }, { requiredKeys: [] }),
    source: fc.constantFrom('user', 'recommended', 'default'),
    updated_at: fc.constantFrom(null, '2026-01-02T03:04:05.006Z'),
    updated_by: fc.constantFrom(null, 'laptop'),
    extra: fc.dictionary(name, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }),
  })
  .map(({ extra, ...rest }) => (Object.keys(extra).length > 0 ? { ...rest, extra } : rest))

test('an export is read as what was exported, whatever was imported before', () => {
  fc.assert(
    fc.property(entry, (given) => {
      // As a storage keeps it.
      const saved: SettingsEntry = JSON.parse(JSON.stringify(given))
      const file = JSON.parse(JSON.stringify(toSettingsFile([saved])))
      const { entries, problems } = readSettingsFile(file)
      expect({ entries, problems }).toEqual({ entries: [saved], problems: [] })
      expect(planImport(entries, new Map([[model, saved]]), { fillIn: false })).toMatchObject([{ outcome: 'same' }])
    }),
  )
})

test('an unknown setting called like a part of the entry is kept', () => {
  const extra = { settings: { a: 1 }, source: 2, last_updated: 'x', updated_by: null }
  expect(entryOf({ top_k: 1, ...extra })).toMatchObject({ settings: { top_k: 1 }, extra })
})

const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels))

test('what nobody could read again is refused by its key, however deep it is', () => {
  for (const levels of [102, 100_000])
    for (const [settings, more] of [
      [{ odd: nested(levels) }, {}],
      [{}, { odd: nested(levels) }],
    ] as const)
      expect(read(settings, more)).toEqual({
        entries: [],
        problems: [
          {
            model,
            message: 'odd must not be nested deeper than 100 levels.',
            errors: [{ path: `/body/${model}/odd`, message: 'must not be nested deeper than 100 levels' }],
          },
        ],
      })
  expect(entryOf({}, { odd: nested(100) })?.extra).toEqual({ odd: nested(100) })
})

test('a field that nobody sends any more is no reason to refuse the others', () => {
  expect(entryOf({ top_k: 5, mirostat: 3, penalize_newline: 1, mirostat_tau: '5' })).toMatchObject({
    settings: { top_k: 5, mirostat_tau: 5 },
    extra: { mirostat: 3, penalize_newline: 1 },
  })
})

test.each([
  [{ client: {}, copilot: { system_prompt_custom: 'Be brief.' } }],
  [{ client: { system_prompt_custom: ' ' }, copilot: { system_prompt_custom: 'Be brief.' } }],
  [{ client: { system_prompt_custom: 'Be brief.' }, copilot: { system_prompt_custom: 'Rhyme.' } }],
])('%j holds the prompt "Be brief."', (more) => {
  expect(entryOf({}, more)?.settings).toEqual({ system: 'Be brief.' })
})

test('a time that as text would sort before others is none', () => {
  expect(entryOf({}, { last_updated: '+012345-01-01T00:00:00Z' })?.updated_at).toBeNull()
})

test('what is wrong is told where it stands in the file', () => {
  const file = { 'hf.co/a/b:1': { settings: { top_k: -1 } }, '/no/model': { settings: {} } }
  expect(readSettingsFile(file).problems.map(({ errors }) => errors?.[0]?.path)).toEqual([
    '/body/hf.co~1a~1b:1/top_k',
    '/body/~1no~1model',
  ])
})
