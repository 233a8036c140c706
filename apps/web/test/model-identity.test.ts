import { expect, test } from 'vitest'
import { identityOf, nameParts } from '../src/lib/models/model-identity.ts'

test('a name has one of ten colours, whatever its case', () => {
  const colours = Array.from({ length: 400 }, (_, index) => identityOf(`model-${index}:${index % 7}b`))
  expect(new Set(colours).size).toBe(10)
  for (const colour of colours) expect(colour).toMatch(/^var\(--id-(?:[1-9]|10)\)$/)
  expect(identityOf('Qwen3:14B')).toBe(identityOf('qwen3:14b'))
})

test.each([
  ['llama3.2:3b', { namespace: '', base: 'llama3.2', tag: ':3b' }],
  ['hf.co/org/model:Q4_K_M', { namespace: 'hf.co/org/', base: 'model', tag: ':Q4_K_M' }],
  ['localhost:5000/a/b:c', { namespace: 'localhost:5000/a/', base: 'b', tag: ':c' }],
])('%s has its parts', (name, parts) => expect(nameParts(name)).toEqual(parts))
