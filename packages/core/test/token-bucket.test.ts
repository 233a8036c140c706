import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTokenBucket } from '../src/kernel/token-bucket.ts'

function bucket(capacity = 5, windowSeconds = 60) {
  let time = 0
  const tokens = createTokenBucket({ capacity, refillPerSecond: capacity / windowSeconds, now: () => time })
  const pass = (seconds: number) => {
    time += seconds * 1000
  }
  return { tokens, pass }
}

test('of fifty requests at once exactly five pass, and each caller has five of its own', () => {
  const { tokens } = bucket()
  const passed = (key: string) => Array.from({ length: 50 }, () => tokens.take(key)).filter(({ ok }) => ok).length
  expect([passed('a'), passed('b'), passed('a')]).toEqual([5, 5, 0])
})

test('waiting exactly the announced time lets one pass, and no second one', () => {
  const { tokens, pass } = bucket()
  for (let taken = 0; taken < 5; taken += 1) tokens.take('a')
  const { ok, retryAfterSeconds } = tokens.take('a')
  expect([ok, retryAfterSeconds]).toEqual([false, 12])
  pass(retryAfterSeconds)
  expect(tokens.take('a').ok).toBe(true)
  expect(tokens.take('a').ok).toBe(false)
})

test('a refusal takes nothing, and several tokens are taken at once or not at all', () => {
  const { tokens } = bucket()
  expect(tokens.take('a', 3).remaining).toBe(2)
  expect(tokens.take('a', 3)).toMatchObject({ ok: false, remaining: 2 })
  expect(tokens.take('a', 2).ok).toBe(true)
})

test('it says when it is full again', () => {
  const { tokens, pass } = bucket()
  tokens.take('a', 5)
  expect(tokens.peek('a')).toEqual({ remaining: 0, resetsInSeconds: 60 })
  pass(30)
  expect(tokens.peek('a')).toEqual({ remaining: 2.5, resetsInSeconds: 30 })
  pass(300)
  expect(tokens.peek('a')).toEqual({ remaining: 5, resetsInSeconds: 0 })
})

test('never more pass than the capacity plus the refill since', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.double({ min: 0, max: 40, noNaN: true }), fc.integer({ min: 1, max: 5 }))),
      (steps) => {
        const { tokens, pass } = bucket()
        let elapsed = 0
        let passed = 0
        for (const [seconds, count] of steps) {
          pass(seconds)
          elapsed += seconds
          if (tokens.take('a', count).ok) passed += count
          expect(passed).toBeLessThanOrEqual(5 + (elapsed * 5) / 60 + 1e-6)
        }
      },
    ),
  )
})
