import { modelNamePattern, parseModelName, sameModel } from '@ollama-dashboard/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalizeModelName, normalizeNewName } from '../src/ollama/model-name.ts'

test.each([
  ['llama3', 'llama3:latest'],
  ['llama3.2:3b', 'llama3.2:3b'],
  ['library/llama3', 'llama3:latest'],
  ['registry.ollama.ai/library/llama3:8b', 'llama3:8b'],
  ['someone/model', 'someone/model:latest'],
  ['hf.co/unsloth/Qwen3-8B-GGUF:Q4_K_M', 'hf.co/unsloth/Qwen3-8B-GGUF:Q4_K_M'],
  ['localhost:5050/library/tiny', 'localhost:5050/library/tiny:latest'],
])('%s is listed as %s', (given, listed) => {
  expect(normalizeModelName(given)).toBe(listed)
})

test('the parts are found from the right', () => {
  expect(parseModelName('hf.co:443/org/model:Q4')).toEqual({
    host: 'hf.co:443',
    namespace: 'org',
    model: 'model',
    tag: 'Q4',
  })
})

test.each([
  ['llama3', 'LLAMA3:latest', true],
  ['library/llama3:8B', 'llama3:8b', true],
  ['llama3:8b', 'llama3:7b', false],
  ['a/llama3', 'b/llama3', false],
  ['hf.co/a/b:c', 'a/b:c', false],
  ['some.user/llama3', 'SOME.user/llama3', true],
])('%s and %s are one model: %s', (a, b, same) => {
  expect(sameModel(a, b)).toBe(same)
})

test.each(['hf.co/some.user/M-GGUF:Q4', 'modèle:1', 'x@2'])(
  '%s may be listed by a server, and is named as it is there',
  (name) => {
    expect(normalizeModelName(name)).toBe(name)
    expect(() => normalizeNewName(name)).toThrow(expect.objectContaining({ code: 'validation_failed' }))
  },
)

test.each([
  '../../etc/passwd',
  '',
  'a'.repeat(4096),
  'llama3\n',
  '/llama3',
  'a/b/c/d',
  '.hidden',
  'a/..',
  'a%2fb',
  ' a',
  'a ',
  'a b',
  'a..b',
])('no server lists %j', (name) => {
  expect(() => normalizeModelName(name)).toThrow(expect.objectContaining({ code: 'validation_failed' }))
})

test.each(['../../etc/passwd', '', 'a'.repeat(4096), 'llama3\n', '/llama3', 'a..b', 'http://hf.co/a/b'])(
  '%j is refused',
  (name) => {
    expect(() => normalizeNewName(name)).toThrow(expect.objectContaining({ code: 'validation_failed' }))
  },
)

test('every name that the contract lets through has a listed form, which is the same model and stays as it is', () => {
  fc.assert(
    fc.property(fc.stringMatching(new RegExp(modelNamePattern.replace('(?!.*\\.\\.)', ''))), (name) => {
      fc.pre(new RegExp(modelNamePattern).test(name))
      const listed = normalizeModelName(name)
      expect(sameModel(name, listed)).toBe(true)
      expect(normalizeModelName(listed)).toBe(listed)
    }),
  )
})
