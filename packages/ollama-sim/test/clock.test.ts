import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { createClock } from '../src/clock.ts'

const never = new AbortController().signal

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  onTestFinished(() => void vi.useRealTimers())
})

/** Whether it has ended by now. */
function watched(wait: Promise<void>) {
  let hasEnded = false
  wait.then(
    () => {
      hasEnded = true
    },
    () => undefined,
  )
  return () => hasEnded
}

test('a speed shortens waits, and simulated time runs ahead of real time', async () => {
  const clock = createClock(10)
  const from = clock.now()
  const hasEnded = watched(clock.wait(1000, never))
  await vi.advanceTimersByTimeAsync(99)
  expect(hasEnded()).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  expect(hasEnded()).toBe(true)
  expect(clock.now() - from).toBeCloseTo(1000)
})

test('a change of speed reaches waits that have begun', async () => {
  const clock = createClock(1)
  const from = clock.now()
  const hasEnded = watched(clock.wait(10_000, never))
  await vi.advanceTimersByTimeAsync(5000)
  clock.setSpeed(1000)
  await vi.advanceTimersByTimeAsync(4)
  expect(hasEnded()).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  expect(hasEnded()).toBe(true)
  expect(clock.now() - from).toBeCloseTo(10_000)
})

test('at speed 0 nothing ends, until time goes on or the wait is given up', async () => {
  const clock = createClock(100)
  const leaving = new AbortController()
  const givenUp = clock.wait(1000, leaving.signal)
  const pace = clock.pace()
  const hasEnded = watched(pace(1000, never))
  clock.setSpeed(0)
  const from = clock.now()
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect([hasEnded(), clock.now()]).toEqual([false, from])
  leaving.abort(new Error('left'))
  await expect(givenUp).rejects.toThrow('left')
  clock.setSpeed(100)
  await vi.advanceTimersByTimeAsync(10)
  expect(hasEnded()).toBe(true)
})

test('waits that follow one another do not drift, however late each timer is', async () => {
  const clock = createClock(1)
  const pace = clock.pace()
  const from = clock.now()
  for (let step = 1; step <= 10; step += 1) {
    const waiting = pace(100, never)
    await vi.advanceTimersByTimeAsync(step === 1 ? 150 : 100)
    await waiting
  }
  const last = pace(50, never)
  await vi.advanceTimersByTimeAsync(0)
  await last
  expect(clock.now() - from).toBe(1050)
})
