import type { EffectiveSettings, Recommendation, SettingsEntry } from '@ollama-dashboard/contracts'
import { beforeEach, expect, test } from 'vitest'
import { groupsOf, namesOf } from '../src/features/models/fields/setting-groups.ts'
import {
  changedFields,
  differences,
  diffPatch,
  fieldStates,
  isIdle,
  patchOf,
} from '../src/features/models/settings/settings-fields.ts'
import { needsReload } from '../src/features/models/settings/use-settings-form.ts'
import { edit, editsOf, pruneEdits, setEdits } from '../src/lib/settings-drafts.ts'
import { availableModel, runningModel } from './fixtures.ts'

const model = 'qwen3:14b'
const entry: SettingsEntry = {
  model,
  settings: { num_ctx: 16_384, temperature: 0.8, stop: ['User:'] },
  source: 'user',
  updated_at: '2026-01-02T03:04:05Z',
  updated_by: 'laptop',
}
const option = (field: 'num_ctx' | 'temperature' | 'top_k', value: number, reloads = false) => ({
  field,
  value,
  origin: 'modelfile' as const,
  reloads,
  without_saved: { value, origin: 'modelfile' as const },
})
const effective: EffectiveSettings = {
  model,
  options: [option('num_ctx', 32_768, true), option('temperature', 0.6), option('top_k', 20)],
  needs_restart: false,
}
const recommendation: Recommendation = {
  model,
  settings: { num_ctx: 32_768, temperature: 0.6, top_k: 20 },
  reasons: [
    { field: 'num_ctx', value: 32_768, why: 'It fits.' },
    { field: 'temperature', value: 0.6, why: 'Qwen asks for it.', source: 'https://huggingface.co/Qwen' },
    { field: 'top_k', value: 20, why: 'Qwen asks for it.' },
  ],
}
const fields = (edits: Parameters<typeof fieldStates>[0]['edits'], rejected = {}) =>
  fieldStates({ entry, edits, effective, recommendation, rejected })

beforeEach(() => setEdits(model, {}))

test('only what differs from what is saved is sent, and an emptied field as null', () => {
  expect(patchOf(fields({}))).toEqual({})
  expect(patchOf(fields({ num_ctx: '32768', temperature: '0.80', stop: '', top_k: '' }))).toEqual({
    num_ctx: 32_768,
    stop: null,
  })
})

test('a text that means nothing is a change that cannot be saved', () => {
  const { temperature } = fields({ temperature: '9' })
  expect(temperature).toMatchObject({ isChanged: true, problem: 'Between 0 and 2.', chosen: 0.8, text: '9' })
})

test('what the API refused stands at the field until its text is another', () => {
  const rejected = { temperature: { text: '1.5', message: 'Not today.' } }
  expect(fields({ temperature: '1.5' }, rejected).temperature.problem).toBe('Not today.')
  expect(fields({ temperature: '1.6' }, rejected).temperature.problem).toBeNull()
})

test('what is recommended is compared with what would hold: typed, saved, or the model’s own', () => {
  expect(differences(fields({})).map(({ field }) => field)).toEqual(['num_ctx', 'temperature'])
  expect(differences(fields({ num_ctx: '32768', temperature: '' }))).toEqual([])
  expect(fields({}).top_k).toMatchObject({ isRecommended: true, chosen: null })
})

test('untouched fields follow what somebody else saves, edited ones stay', () => {
  const edits = { num_ctx: '32768' }
  const theirs = { ...entry, settings: { ...entry.settings, num_ctx: 8192, temperature: 1 } }
  const states = fieldStates({ entry: theirs, edits, effective, recommendation })
  expect(states.temperature).toMatchObject({ text: '1', isChanged: false })
  expect(states.num_ctx).toMatchObject({ text: '32768', saved: 8192, isChanged: true })
})

test('texts that change nothing are forgotten, the others kept for the model', () => {
  edit(model, 'temperature', '0.80')
  edit(model, 'num_ctx', '8192')
  edit('llama3.2:3b', 'num_ctx', '4096')
  pruneEdits(model, (field, text) => isIdle(entry.settings, field, text))
  expect(editsOf(model)).toEqual({ num_ctx: '8192' })
  expect(editsOf('llama3.2:3b')).toEqual({ num_ctx: '4096' })
  setEdits('llama3.2:3b', {})
})

test('leaving the page asks back for as long as something is unsaved', () => {
  const leaving = () => {
    const event = new Event('beforeunload', { cancelable: true })
    dispatchEvent(event)
    return event.defaultPrevented
  }
  expect(leaving()).toBe(false)
  edit(model, 'top_k', '10')
  expect(leaving()).toBe(true)
  setEdits(model, {})
  expect(leaving()).toBe(false)
})

test('undoing takes back what was changed and leaves the rest', () => {
  const after = { num_ctx: 32_768, temperature: 0.8, stop: ['User:'], top_k: 20 }
  expect(diffPatch(after, entry.settings)).toEqual({ num_ctx: 16_384, top_k: null })
  expect(diffPatch(entry.settings, entry.settings)).toEqual({})
})

test('a restart is needed for options of the runner alone, and not for the context that it has', () => {
  const running = runningModel(model, { allocated_context: 40_960 })
  const info = { model: { ...availableModel(model), context_length: 40_960 } } as never
  const reloading = (edits: Parameters<typeof fields>[0], loaded: typeof running | null = running) =>
    needsReload({ fields: fields(edits), running: loaded, info }).map(({ field }) => field)
  expect(reloading({ num_ctx: '32768', temperature: '1' })).toEqual(['num_ctx'])
  expect(reloading({ temperature: '1' })).toEqual([])
  expect(reloading({ num_ctx: '40960' })).toEqual([])
  // Ollama cuts it to the trained one.
  expect(reloading({ num_ctx: '131072' })).toEqual([])
  expect(reloading({ num_ctx: 'many' })).toEqual([])
  expect(reloading({ num_ctx: '32768' }, null)).toEqual([])
  expect(changedFields(fields({ num_ctx: '131072' }))).toHaveLength(1)
})

test('a model has the fields that make sense for it', () => {
  const titles = (of: Parameters<typeof groupsOf>[0]) => groupsOf(of).flatMap(({ fields: names }) => names)
  expect(titles({ capabilities: ['embedding'], has_reasoning: false })).toEqual([
    'num_ctx',
    'keep_alive',
    'num_batch',
    'num_gpu',
    'num_thread',
  ])
  expect(titles({ capabilities: ['completion'], has_reasoning: false })).not.toContain('think')
  expect(titles({ capabilities: [], has_reasoning: null })).toContain('think')
  expect(titles(null)).toHaveLength(19)
  expect(namesOf(['min_p', 'num_gpu', 'num_thread'])).toBe('min p, GPU layers, CPU threads')
})
