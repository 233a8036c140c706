import type { PlannedLoad, PlannedSequence } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import {
  needsLook,
  restartNote,
  restartWords,
  sequenceWords,
  startDetails,
  startNote,
  startWords,
} from '../src/lib/models/load-plan.ts'

const gib = 2 ** 30
const plan = (differing: Partial<PlannedLoad> = {}): PlannedLoad => ({
  model: 'gpt-oss:20b',
  context: 32_768,
  context_is_usual: false,
  bytes: 14.1 * gib,
  usable_bytes: 23.5 * gib,
  fits: 'yes',
  unloads: [],
  loaded: null,
  ...differing,
})
const unload = (model: string, differing: object = {}) => ({ model, pinned: false, busy: false, ...differing })
const qwen = unload('qwen3:14b')
const nomic = unload('nomic-embed-text:latest', { pinned: true })

test.each([
  ['ok', 'Fits', plan()],
  ['off', 'Unloads qwen3:14b', plan({ unloads: [qwen] })],
  ['attention', 'Unloads nomic-embed-text:latest (pinned) and qwen3:14b', plan({ unloads: [qwen, nomic] })],
  [
    'attention',
    'Unloads c:1b (in use), a:1b and 1 more',
    plan({ unloads: [unload('a:1b'), unload('b:1b'), unload('c:1b', { busy: true })] }),
  ],
  [
    'attention',
    'Partly on CPU: 28.0 of 23.5 GiB, unloads qwen3:14b',
    plan({ fits: 'partly', bytes: 28 * gib, unloads: [qwen] }),
  ],
  [
    'broken',
    'Too big: 41.0 of 24.0 GiB',
    plan({ fits: 'no', bytes: 41 * gib, usable_bytes: 24 * gib, unloads: [qwen] }),
  ],
  ['off', 'Needs 14.1 GiB', plan({ usable_bytes: null, fits: null, unloads: null })],
])('a start says before the click: %s, %s', (kind, text, told) => {
  expect(startWords(told)).toEqual({ kind, text })
})

test('nothing is said of what is not known, nor of a model that runs on ollama.com', () => {
  expect(startWords(plan({ bytes: null, fits: null, unloads: null }))).toBeNull()
  expect(startWords(plan({ bytes: 0, context: null, usable_bytes: null }))).toBeNull()
  expect(restartWords(plan())).toBeNull()
})

test('where there is room for it a start says what it needs as well', () => {
  expect(startNote(plan())?.text).toBe('Fits · 32,768 tokens')
  expect(startDetails(plan())?.text).toBe('Fits: needs 14.1 GiB with 32,768 tokens')
  expect(startDetails(plan({ unloads: [qwen] }))?.text).toBe('Unloads qwen3:14b: needs 14.1 GiB with 32,768 tokens')
  expect(startDetails(plan({ fits: null, unloads: null }))?.text).toBe('Needs 14.1 GiB with 32,768 tokens')
  expect(startDetails(plan({ fits: 'no', bytes: 41 * gib }))?.text).toBe(
    'Too big: 41.0 of 23.5 GiB, with 32,768 tokens',
  )
  expect(startDetails(plan({ context: null }))?.text).toBe('Fits')
})

const loaded = { context: 16_384, bytes: 11.5 * gib }

test.each([
  ['Restarts with 32,768 tokens (was 16,384): 14.1 instead of 11.5 GiB', '32,768 tokens, was 16,384', plan({ loaded })],
  [
    'Restarts with the default context, usually 32,768 tokens (was 16,384): 14.1 instead of 11.5 GiB',
    'usually 32,768 tokens, was 16,384',
    plan({ loaded, context_is_usual: true }),
  ],
  ['Restarts with 16,384 tokens (unchanged)', null, plan({ loaded, context: 16_384, bytes: 11.5 * gib })],
  ['Restarts with the default context of the server (was 16,384)', null, plan({ loaded, context: null, bytes: null })],
  [
    'Restarts with 32,768 tokens (was 16,384): 14.1 instead of 11.5 GiB, unloads qwen3:14b',
    '32,768 tokens, was 16,384',
    plan({ loaded, unloads: [qwen] }),
  ],
])('a restart says what changes: %s', (text, note, told) => {
  expect([restartWords(told)?.text, restartNote(told)]).toEqual([text, note])
})

test('what fails, or takes away what somebody needs, is to be seen without asking', () => {
  expect([plan(), plan({ unloads: [qwen] }), plan({ fits: null, unloads: null })].some(needsLook)).toBe(false)
  expect([plan({ fits: 'no' }), plan({ unloads: [nomic] })].every(needsLook)).toBe(true)
  expect(restartWords(plan({ loaded, unloads: [nomic] }))?.kind).toBe('attention')
})

const sequence = (differing: Partial<PlannedSequence> = {}): PlannedSequence => ({
  bytes: 41 * gib,
  usable_bytes: 23.5 * gib,
  fit: 2,
  unloads: [],
  ...differing,
})

test.each([
  ['attention', 'Needs 41.0 of 23.5 GiB: the first 2 fit, then they unload each other', sequence()],
  [
    'attention',
    'Needs 41.0 of 23.5 GiB: the first one fits, then they unload each other and qwen3:14b',
    sequence({ fit: 1, unloads: [qwen] }),
  ],
  ['attention', 'Needs 41.0 of 23.5 GiB: not even the first one fits', sequence({ fit: 0 })],
  ['ok', 'Needs 16.0 of 23.5 GiB: all fit', sequence({ bytes: 16 * gib, fit: 4 })],
  ['off', 'Needs 16.0 of 23.5 GiB: all fit, unloads qwen3:14b', sequence({ bytes: 16 * gib, fit: 4, unloads: [qwen] })],
  ['off', 'Needs 41.0 GiB', sequence({ usable_bytes: null, fit: null, unloads: null })],
])('four starts in order: %s, %s', (kind, text, told) => {
  expect(sequenceWords(told, 4)).toEqual({ kind, text })
  expect(sequenceWords({ ...told, bytes: null }, 4)).toBeNull()
})
