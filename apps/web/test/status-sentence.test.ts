import { expect, test } from 'vitest'
import { statusSentence } from '../src/lib/status-sentence.ts'
import { runningState } from '../src/parts/running-state.ts'
import { runningModel } from './fixtures.ts'

const memory = { total: 64, used: 20, available: 44, percent: 31.2 }
const vram = { total: 24, used: 15, free: 9, percent: 61.4 }
const unified = { total: 128, used: 40, available: 88, percent: 31.25, gpu_max: 96 }
const warm = runningModel('a:b')
const loading = runningModel('c:d', { state: 'loading' })

test.each([
  [null, null, "Can't reach Ollama"],
  [[], { vram: null, unified_memory: null, memory }, 'No models loaded · RAM 31 % used'],
  [[], { vram: null, unified_memory: unified, memory }, 'No models loaded · Unified memory 31 % used'],
  [[warm], { vram, unified_memory: null, memory }, '1 model loaded · VRAM 61 % used'],
  [[warm, warm, loading], { vram, unified_memory: null, memory }, '2 models loaded, 1 loading · VRAM 61 % used'],
  [[loading], null, 'No models loaded, 1 loading'],
])('%#', (running, stats, sentence) => expect(statusSentence(running, stats)).toBe(sentence))

test('before its first answer, nothing is wrong with Ollama', () => {
  expect(statusSentence(null, null, { isAsking: true })).toBe('Asking Ollama…')
})

test.each([
  [{ requests: 0 }, '1 model loaded · VRAM 61 % used'],
  [{ requests: 1 }, '1 model loaded · VRAM 61 % used · 1\u00a0request running'],
  [{ requests: 2 }, '1 model loaded · VRAM 61 % used · 2\u00a0requests running'],
  [{ requests: 1, isLastKnown: true }, 'Last known: 1 model loaded · VRAM 61 % used'],
])('with %o', (more, sentence) => {
  expect(statusSentence([warm], { vram, unified_memory: null, memory }, more)).toBe(sentence)
})

test('what was asked for shows before the server tells of it, with its seconds', () => {
  expect(runningState(null, { action: 'start', since: 1000 }, 4200)).toEqual({ kind: 'working', word: 'Loading… 3 s' })
  expect(runningState('loaded', { action: 'pin', since: 1000 }, 4200)).toEqual({ kind: 'ok', word: 'Loaded' })
  expect(runningState('unloading', null, 0)?.word).toBe('Unloading…')
  expect(runningState(null, null, 0)).toBeNull()
})
