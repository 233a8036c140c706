import { expect, test } from 'vitest'
import { exitCode, ofParts, type Verdict } from '../prove/verdict.ts'

const wholes: readonly (readonly [readonly Verdict[], Verdict])[] = [
  [['held', 'held'], 'held'],
  [['held', 'skipped'], 'held in part'],
  [['skipped', 'skipped'], 'skipped'],
  [['held', 'skipped', 'failed'], 'failed'],
  [['held', 'held in part'], 'held in part'],
  [[], 'skipped'],
]

test.each(wholes)('of %j the whole is %s', (parts, whole) => {
  expect(ofParts(parts)).toBe(whole)
})

test('what was asked for by name and skipped does not pass, and what failed never does', () => {
  const codes = (isAskedByName: boolean) =>
    (['held', 'held in part', 'skipped', 'failed'] as const).map((whole) => exitCode(whole, { isAskedByName }))
  expect(codes(true)).toEqual([0, 2, 2, 1])
  expect(codes(false)).toEqual([0, 0, 0, 1])
})
