import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { correctByObserved, credible } from '../src/memory/observed-memory.ts'

const weights = 5_000_000_000
const perToken = 131_072
/** Half of the layers stop growing at 4,096 tokens. */
const estimate = (context: number) => weights + (perToken / 2) * (context + Math.min(context, 4096)) + 512 * 1024 ** 2
const bounds = { weights, minGrowth: perToken / 2 }

const correct = (observed: readonly { context: number; bytes: number }[]) =>
  correctByObserved(estimate, observed, bounds)

test('without observations the estimate stands', () => {
  expect(correct([])(8192)).toBe(estimate(8192))
})

test('one observation shifts all contexts alike', () => {
  const at = correct([{ context: 8192, bytes: estimate(8192) + 700 }])
  expect(at(8192)).toBe(estimate(8192) + 700)
  expect(at(4096)).toBe(estimate(4096) + 700)
  expect(at(32_768)).toBe(estimate(32_768) + 700)
})

test('two observations say how the difference grows, between them and beyond', () => {
  const at = correct([
    { context: 8192, bytes: estimate(8192) + 1000 },
    { context: 16_384, bytes: estimate(16_384) + 3000 },
  ])
  expect(at(12_288)).toBe(estimate(12_288) + 2000)
  expect(at(24_576)).toBe(estimate(24_576) + 5000)
  expect(at(4096)).toBe(estimate(4096))
})

test('of several observations at a context the last one holds', () => {
  const at = correct([
    { context: 8192, bytes: weights + 1 },
    { context: 8192, bytes: weights + 2 },
  ])
  expect(at(8192)).toBe(weights + 2)
})

test('a size that is the one of the file says nothing of a context', () => {
  const observed = [
    { context: 4096, bytes: weights },
    { context: 8192, bytes: weights * 0.995 },
    { context: 16_384, bytes: weights * 1.02 },
    { context: 32_768, bytes: weights * 1.1 },
  ]
  expect(credible(observed, { weights, minCacheAt: () => 0, leavesWeights: false })).toEqual(observed.slice(2))
})

test('a model that leaves a part of its file on the disk is believed, unless its size is the same at any context', () => {
  const observed = [
    { context: 4096, bytes: weights * 0.8 },
    { context: 8192, bytes: weights * 0.82 },
  ]
  const gemma = { weights, minCacheAt: () => 1e9, leavesWeights: true }
  expect(credible(observed, gemma)).toEqual(observed)
  expect(credible(observed, { ...gemma, leavesWeights: false })).toEqual([])
  // The file of the model without that of its projector.
  const same = observed.map(({ context }) => ({ context, bytes: weights * 0.8 }))
  expect(credible(same, gemma)).toEqual([])
})

test('what was seen below the weights is where no estimate falls below', () => {
  const at = correct([{ context: 4096, bytes: weights * 0.8 }])
  expect(at(4096)).toBe(weights * 0.8)
  expect(at(2048)).toBe(weights * 0.8)
  expect(at(8192)).toBe(estimate(8192) - estimate(4096) + weights * 0.8)
})

describe('whatever is observed', () => {
  const context = fc.integer({ min: 256, max: 262_144 })
  /** Growing with the context, as a server is that says the truth, with a part of the weights on the disk or without. */
  const observations = fc.uniqueArray(context, { maxLength: 6 }).chain((contexts) =>
    fc
      .array(fc.integer({ min: -4_000_000_000, max: 40_000_000_000 }), {
        minLength: contexts.length,
        maxLength: contexts.length,
      })
      .map((extra) => {
        const bytes = extra.sort((a, b) => a - b)
        return contexts
          .sort((a, b) => a - b)
          .map((at, index) => ({ context: at, bytes: weights + (bytes[index] ?? 0) }))
      }),
  )

  test('it is kept exactly', () => {
    fc.assert(
      fc.property(observations, (observed) => {
        const at = correct(observed)
        for (const { context, bytes } of observed) expect(at(context)).toBe(bytes)
      }),
    )
  })

  test('a longer context takes no less', () => {
    fc.assert(
      fc.property(observations, context, context, (observed, one, other) => {
        const at = correct(observed)
        // A byte or so is what adding up numbers of this size leaves uncertain.
        expect(at(Math.min(one, other))).toBeLessThanOrEqual(at(Math.max(one, other)) + 1)
      }),
    )
  })

  test('it takes at least the weights, or the least that was seen', () => {
    fc.assert(
      fc.property(observations, context, (observed, at) => {
        const least = Math.min(weights, ...observed.map(({ bytes }) => bytes))
        expect(correct(observed)(at)).toBeGreaterThanOrEqual(least)
      }),
    )
  })
})
