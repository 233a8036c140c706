import { expect, test } from 'vitest'
import { giveColours, ownColour, readGiven } from '../src/lib/models/identity-colours.ts'
import { nameParts } from '../src/lib/models/model-identity.ts'

const names = (count: number, letter = 'm') =>
  Array.from({ length: count }, (_, index) => `${letter}${index}:${index % 7}b`)
const coloursOf = (names: readonly string[], given: ReadonlyMap<string, number>) => names.map((name) => given.get(name))
const none = new Map<string, number>()
/** Those are installed, and no others. */
const give = (installed: readonly string[], before: ReadonlyMap<string, number> = none) =>
  giveColours(installed, before, new Set(installed))

test('a name has one of ten colours of its own, whatever its case', () => {
  expect(new Set(names(400).map(ownColour))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]))
  expect(ownColour('Qwen3:14B')).toBe(ownColour('qwen3:14b'))
})

test('no two models have the same colour while there are as many colours as models', () => {
  for (const letter of ['a', 'b', 'c', 'd', 'e']) {
    const installed = names(10, letter)
    expect(new Set(coloursOf(installed, give(installed))).size).toBe(10)
  }
})

test('a model that is pulled or deleted changes the colour of no other', () => {
  const installed = names(9)
  const before = give(installed)
  const pulled = give([...installed, 'new:1b'], before)
  expect(coloursOf(installed, pulled)).toEqual(coloursOf(installed, before))
  const rest = installed.filter((name) => name !== 'm0:0b')
  expect(coloursOf(rest, give(rest, before))).toEqual(coloursOf(rest, before))
})

test('a model keeps the colour that it was drawn with before others were known', () => {
  const own = ownColour('nomic-embed-text:latest')
  const older = names(400).find((name) => ownColour(name) === own) ?? ''
  const drawn = giveColours(['nomic-embed-text:latest'], none, new Set())
  const all = give([older, 'nomic-embed-text:latest'], drawn)
  expect(all.get('nomic-embed-text:latest')).toBe(own)
  expect(all.get(older)).not.toBe(own)
})

test('of more models than colours, those for whom none is left have their own', () => {
  const installed = names(30)
  const given = give(installed)
  expect(new Set(coloursOf(installed, given)).size).toBe(10)
  expect(installed.filter((name) => given.get(name) === ownColour(name)).length).toBeGreaterThan(20)
})

test('colours of models that were deleted are given again once there are no others', () => {
  const installed = names(10)
  const others = names(5, 'z')
  const rest = installed.slice(5)
  const given = give([...rest, ...others], give(installed))
  expect(new Set(coloursOf([...rest, ...others], given)).size).toBe(10)
})

test('colours that were kept are read, and what is none is left out', () => {
  const kept = [['a:1b', 3], ['b:1b', 10], ['c:1b', '3'], [1, 2], null]
  expect([...readGiven(kept)]).toEqual([['a:1b', 3]])
  expect(readGiven({ 'a:1b': 3 }).size).toBe(0)
})

test.each([
  ['llama3.2:3b', { namespace: '', base: 'llama3.2', tag: ':3b' }],
  ['hf.co/org/model:Q4_K_M', { namespace: 'hf.co/org/', base: 'model', tag: ':Q4_K_M' }],
  ['localhost:5000/a/b:c', { namespace: 'localhost:5000/a/', base: 'b', tag: ':c' }],
])('%s has its parts', (name, parts) => expect(nameParts(name)).toEqual(parts))
