import { auditOf, contract, problems } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { settingsBack } from '../src/features/audit/put-back.ts'
import { changesOf } from '../src/features/audit/words/change-words.ts'
import { outcomeSentence, summaryOf, whenWords } from '../src/features/audit/words/entry-words.ts'
import { actionFilterWords, actionGroups, actionWords } from '../src/lib/access/action-words.ts'
import { auditEntry, unknownActor } from './show-audit.tsx'

const operations = Object.entries(contract).flatMap(([group, endpoints]) =>
  Object.entries(endpoints).map(([name, endpoint]) => ({ action: `${group}.${name}`, mode: auditOf(endpoint) })),
)

test('every operation that is audited has words of its own, and none is called like another', () => {
  const audited = operations.filter(({ mode }) => mode !== 'none').map(({ action }) => action)
  expect(audited.length).toBeGreaterThan(30)
  const words = ['access.sign_in', ...audited].map((action) => [action, actionWords(action)] as const)
  expect(words.filter(([action, word]) => action === word)).toEqual([])
  expect(new Set(words.map(([, word]) => word)).size).toBe(words.length)
})

test('what can be filtered by is an audited operation, or a failed sign-in', () => {
  const audited = operations.filter(({ mode }) => mode !== 'none')
  const known = new Set(['access.sign_in', ...audited.map(({ action }) => action)])
  const offered = Object.entries(actionGroups).flatMap(([group, { names }]) =>
    Object.keys(names).map((name) => `${group}.${name}`),
  )
  expect(offered.filter((action) => !known.has(action))).toEqual([])
})

test.each([
  ['models.*', 'Models, all'],
  ['models.start', 'Start'],
  ['of.tomorrow', 'of.tomorrow'],
  ['constructor.*', 'constructor.*'],
  ['models.constructor', 'models.constructor'],
])('%s is a filter called "%s"', (action, words) => {
  expect(actionFilterWords(action)).toBe(words)
})

test('settings are told by their names and forms, other fields by their own, with their units', () => {
  const settings = { before: { num_ctx: 8192 }, after: { num_ctx: 16_384, temperature: 0.15, seed: 1234567 } }
  expect(changesOf(settings)).toEqual([
    { field: 'num_ctx', label: 'Context length', before: '8,192', after: '16,384' },
    { field: 'temperature', label: 'Temperature', before: null, after: '0.15' },
    { field: 'seed', label: 'Seed', before: null, after: '1234567' },
  ])
  const told = changesOf({
    before: { last_role: 'viewer' },
    after: {
      freed_bytes: 9_300_000_000,
      on: true,
      of: ['a', 'b'],
      settings: { num_ctx: 4096 },
      models: { 'a:1b': ['seed'] },
    },
  })
  expect(told.map(({ label, before, after }) => [label, before, after])).toEqual([
    ['Last role', 'viewer', null],
    ['Freed', null, '9.3 GB'],
    ['On', null, 'Yes'],
    ['Of', null, 'a, b'],
    ['Settings', null, 'Context length: 4,096'],
    ['Models', null, 'a:1b: seed'],
  ])
})

test('roles and keys are told as their forms call what they have', () => {
  const told = changesOf({
    before: { description: '', allow: [], role: 'viewer', grant: null },
    after: {
      description: 'Nights',
      allow: ['models.start', 'chat.*', 'of.tomorrow'],
      role: 'night-shift',
      grant: { models: ['llama*'] },
    },
  })
  expect(told.map(({ label, before, after }) => [label, before, after])).toEqual([
    ['Description', null, 'Nights'],
    ['May also', 'None', 'Start and pin models\nchat.*\nof.tomorrow'],
    ['Role', 'Viewer', 'night-shift'],
    ['Narrowed to', null, 'Models: llama*'],
  ])
})

test('what it was done to is told by what people call it', () => {
  const summary = (differing: Parameters<typeof auditEntry>[1]) => summaryOf(auditEntry(1, differing))
  const signIn = { action: 'access.sign_in', actor: unknownActor, target: null }
  expect(summary({ ...signIn, count: 10 })).toBe('Wrong key, 10 times')
  expect(summary(signIn)).toBe('Wrong key')
  expect(summary({ action: 'presets.delete', before: { name: 'Reviewer' } })).toBe('Reviewer')
  expect(summary({ action: 'jobs.cancel', after: { state: 'cancelled', title: 'Pull a:1b' } })).toBe('Pull a:1b')
  expect(summary({ action: 'models.bulkStop', after: { models: ['a:1b', 'b:1b'] } })).toBe('a:1b, b:1b')
  expect(summary({ action: 'settings.import', after: { models: 12 } })).toBe('12 models')
  expect(summary({})).toBeNull()
})

test('an outcome says why, by what its code means', () => {
  const refused = auditEntry(1, { outcome: 'refused', code: 'forbidden' })
  expect(outcomeSentence(refused)).toBe(`${problems.forbidden.title}.`)
  expect(outcomeSentence(auditEntry(1, { outcome: 'failed', code: 'of_tomorrow' }))).toBe('of_tomorrow.')
  expect(outcomeSentence(auditEntry(1))).toBeNull()
  expect(outcomeSentence({ ...refused, count: 3 })).toBe(
    `${problems.forbidden.title}. 3 alike within a minute from this address.`,
  )
})

test('a time of today is told to the second, an earlier one by its day', () => {
  const now = new Date(2026, 10, 30, 12).getTime()
  expect(whenWords(new Date(2026, 10, 30, 9, 5, 7).toISOString(), now)).toBe('09:05:07')
  expect(whenWords(new Date(2026, 10, 29, 23, 59).toISOString(), now)).toBe('Sun 23:59')
  expect(whenWords(new Date(2026, 9, 2, 9, 12).toISOString(), now)).toBe('2 Oct, 09:12')
})

test('what undoes a change takes away what was not set before; a text that the log does not keep cannot be put back', () => {
  const entry = auditEntry(1, {
    action: 'settings.save',
    before: { num_ctx: 8192 },
    after: { num_ctx: 16_384, temperature: 0.15 },
  })
  expect(settingsBack({ ...entry, target: 'a:1b' })).toEqual({
    model: 'a:1b',
    before: { num_ctx: 8192, temperature: null },
    after: { num_ctx: 16_384, temperature: 0.15 },
  })
  expect(settingsBack({ ...entry, target: 'a:1b', after: { system: '412 characters' } })).toBeNull()
})
