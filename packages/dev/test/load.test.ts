import { expect, test } from 'vitest'
import { speedOf, speedRatio, type Target } from '../bench/load.ts'

const [slow, fast]: [Target, Target] = [{ url: 'slow' }, { url: 'fast' }]

test('the speed of one server is told as a share of the other, which takes turns with it', async () => {
  const order: string[] = []
  // The machine gets slower from round to round, and the third time the slow server has a bad moment.
  const speeds = { slow: [100, 25, 20, 5], fast: [400, 100, 80, 50] }
  const measure = async ({ url }: Target) => {
    order.push(url)
    return speeds[url as keyof typeof speeds].shift() ?? Number.NaN
  }
  const ratio = await speedRatio(slow, fast, { rounds: 3, seconds: 1 }, measure)
  expect(ratio).toEqual({ median: 0.25, least: 0.1, most: 0.25 })
  expect(order).toEqual(['slow', 'fast', 'slow', 'fast', 'fast', 'slow', 'slow', 'fast'])
})

test('a refusal is no speed', () => {
  const load = { non2xx: 0, errors: 0, total: 300, seconds: 2 }
  expect(speedOf('x', load)).toBe(150)
  expect(() => speedOf('x', { ...load, non2xx: 1 })).toThrow('x: 1 refused, 0 failed.')
  expect(() => speedOf('x', { ...load, errors: 1 })).toThrow('x: 0 refused, 1 failed.')
})
