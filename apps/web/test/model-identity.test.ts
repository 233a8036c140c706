import { expect, test } from 'vitest'
import { moveApart, ownColour, readMoved } from '../src/lib/models/identity-colours.ts'
import { nameParts } from '../src/lib/models/model-identity.ts'

const names = (count: number, letter = 'm') =>
  Array.from({ length: count }, (_, index) => `${letter}${index}:${index % 7}b`)
const coloursOf = (names: readonly string[], moved: ReadonlyMap<string, number>) =>
  names.map((name) => moved.get(name) ?? ownColour(name))

test('a name has one of ten colours of its own, whatever its case', () => {
  expect(new Set(names(400).map(ownColour))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]))
  expect(ownColour('Qwen3:14B')).toBe(ownColour('qwen3:14b'))
})

test('no two models have the same colour while there are as many colours as models', () => {
  for (const letter of ['a', 'b', 'c', 'd', 'e']) {
    const installed = names(10, letter)
    expect(new Set(coloursOf(installed, moveApart(installed, new Map()))).size).toBe(10)
  }
})

test('a model that is pulled or deleted changes the colour of no other', () => {
  const installed = names(9)
  const before = moveApart(installed, new Map())
  const pulled = moveApart([...installed, 'new:1b'], before)
  expect(coloursOf(installed, pulled)).toEqual(coloursOf(installed, before))
  const rest = installed.filter((name) => name !== 'm0:0b')
  expect(coloursOf(rest, moveApart(rest, before))).toEqual(coloursOf(rest, before))
})

test('of more models than colours, those for whom none is left have their own', () => {
  const installed = names(30)
  const moved = moveApart(installed, new Map())
  expect(new Set(coloursOf(installed, moved)).size).toBe(10)
  expect(moved.size).toBeLessThan(10)
})

test('colours that were kept are read, and what is none is left out', () => {
  const kept = [['a:1b', 3], ['b:1b', 10], ['c:1b', '3'], [1, 2], null]
  expect([...readMoved(kept)]).toEqual([['a:1b', 3]])
  expect(readMoved({ 'a:1b': 3 }).size).toBe(0)
})

test.each([
  ['llama3.2:3b', { namespace: '', base: 'llama3.2', tag: ':3b' }],
  ['hf.co/org/model:Q4_K_M', { namespace: 'hf.co/org/', base: 'model', tag: ':Q4_K_M' }],
  ['localhost:5000/a/b:c', { namespace: 'localhost:5000/a/', base: 'b', tag: ':c' }],
])('%s has its parts', (name, parts) => expect(nameParts(name)).toEqual(parts))
