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

test('a name beyond the grammar may be listed by a server, and is named as it is there', () => {
  const name = 'hf.co/some.user/M-GGUF:Q4'
  expect(normalizeModelName(name)).toBe(name)
  expect(() => normalizeNewName(name)).toThrow(expect.objectContaining({ code: 'validation_failed' }))
})

test.each(['../../etc/passwd', 'a'.repeat(4096)])('no server lists %j', (name) => {
  expect(() => normalizeModelName(name)).toThrow(expect.objectContaining({ code: 'validation_failed' }))
})

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
