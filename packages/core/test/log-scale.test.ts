import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bucketOf, percentile } from '../src/performance/log-scale.ts'

const countsOf = (values: readonly number[]) => {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(bucketOf(value), (counts.get(bucketOf(value)) ?? 0) + 1)
  return counts
}

test('any percentile is within 5 % of the true one', () => {
  const value = fc.double({ min: 0.001, max: 1e6, noNaN: true })
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 200 }), fc.constantFrom(0.5, 0.95), (values, share) => {
      const sorted = [...values].sort((a, b) => a - b)
      const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0
      const read = percentile(countsOf(values), share) ?? 0
      // The width of a bucket to either side, and the three digits that are told.
      expect(Math.abs(read / exact - 1)).toBeLessThan(0.055)
    }),
  )
})

test('nothing counted has no percentile, and zero is zero', () => {
  expect(percentile(new Map(), 0.5)).toBeNull()
  expect(percentile(countsOf([0, 0, 5]), 0.5)).toBe(0)
})
