import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPullTracker } from '../src/jobs/pulls/pull-tracker.ts'
import { createTransferRate } from '../src/jobs/pulls/transfer-rate.ts'
import { atMostEvery } from '../src/kernel/at-most-every.ts'
import type { PullLine } from '../src/ollama/ollama.ts'
import { caller } from './caller.ts'
import { fakeClock } from './fake-clock.ts'
import { jobSetting } from './job-setting.ts'

const line = (status: string, more: Partial<PullLine> = {}): PullLine => ({
  status,
  digest: null,
  total: null,
  completed: null,
  ...more,
})
const layer = (digest: string, total: number, completed: number | null) =>
  line(`pulling ${digest}`, { digest, total, completed })

describe('progress', () => {
  test('is not known before the first layer, and of all layers that are known after it', () => {
    const tracker = createPullTracker(fakeClock())
    const unknown = { total: null, completed: null, percent: null, bytes_per_second: null, eta_seconds: null }
    expect(tracker.accept(line('pulling manifest'))).toMatchObject({ status: 'pulling manifest', ...unknown })
    expect(tracker.missing()).toBeNull()
    expect(tracker.accept(layer('a', 1000, null))).toMatchObject({
      total: 1000,
      completed: 0,
      percent: 0,
      layer_completed: 0,
    })
    expect(tracker.accept(layer('a', 1000, 500))).toMatchObject({ completed: 500, percent: 50 })
    const second = tracker.accept(layer('b', 200, 100))
    expect(second).toMatchObject({ digest: 'b', layer_total: 200, layer_completed: 100, total: 1200, completed: 600 })
    expect(tracker.missing()).toBe(600)
  })

  test('ends complete, though the last lines of layers come short of their totals', () => {
    const tracker = createPullTracker(fakeClock())
    tracker.accept(layer('a', 1000, 970))
    expect(tracker.accept(line('verifying sha256 digest'))).toMatchObject({
      completed: 1000,
      percent: 100,
      digest: null,
    })
    expect(tracker.accept(line('success'))).toMatchObject({ percent: 100, eta_seconds: null })
  })

  test('is of as many layers as any model has, however many Ollama tells', () => {
    const tracker = createPullTracker(fakeClock())
    for (let index = 0; index < 200_000; index += 1) {
      tracker.accept(layer(`layer-${index}`, 10, 5))
      tracker.missing()
    }
    expect(tracker.accept(line('pulling manifest'))).toMatchObject({ total: 200_000, completed: 100_000 })
    expect(tracker.accept(line('verifying sha256 digest'))).toMatchObject({ completed: 200_000, percent: 100 })
  })

  test('of layers so small that none is mentioned is 100 percent of an unknown total', () => {
    expect(createPullTracker(fakeClock()).accept(line('success'))).toMatchObject({ percent: 100, total: null })
  })

  test('goes on from where it was before the dashboard ended', () => {
    const before = { ...createPullTracker(fakeClock()).accept(layer('a', 1000, 600)) }
    const tracker = createPullTracker(fakeClock(), before)
    expect(tracker.missing()).toBe(400)
    expect(tracker.accept(layer('a', 1000, null))).toMatchObject({ completed: 600, percent: 60 })
    expect(tracker.accept(layer('a', 1000, 700))).toMatchObject({ completed: 700, percent: 70 })
  })

  test('never runs backwards, whatever Ollama tells', () => {
    const lines = fc.array(
      fc.oneof(
        fc.record({
          digest: fc.constantFrom('a', 'b', 'c'),
          total: fc.integer({ min: 0, max: 1000 }),
          completed: fc.option(fc.integer({ min: 0, max: 1200 })),
          status: fc.constant('pulling'),
        }),
        fc.constantFrom(line('pulling manifest'), line('verifying sha256 digest'), line('success')),
      ),
    )
    fc.assert(
      fc.property(lines, (told) => {
        const tracker = createPullTracker(fakeClock())
        let percent = 0
        let completed = 0
        for (const next of told) {
          const progress = tracker.accept(next)
          expect(progress.percent ?? 0).toBeGreaterThanOrEqual(percent)
          expect(progress.percent ?? 0).toBeLessThanOrEqual(100)
          expect(progress.completed ?? 0).toBeGreaterThanOrEqual(completed)
          expect(progress.completed ?? 0).toBeLessThanOrEqual(progress.total ?? 0)
          percent = progress.percent ?? percent
          completed = progress.completed ?? completed
        }
      }),
    )
  })
})

describe('speed', () => {
  test('is smoothed, and says how long it will take', async () => {
    const clock = fakeClock()
    const tracker = createPullTracker(clock)
    let progress = tracker.accept(layer('a', 10_000, 0))
    for (let second = 1; second <= 5; second += 1) {
      await clock.advance(1000)
      progress = tracker.accept(layer('a', 10_000, second * 100))
    }
    expect(progress).toMatchObject({ bytes_per_second: 100, eta_seconds: 95 })
    await clock.advance(1000)
    const faster = tracker.accept(layer('a', 10_000, 1500)).bytes_per_second ?? 0
    expect(faster).toBeGreaterThan(150)
    expect(faster).toBeLessThan(500)
  })

  test('does not count what was there before', async () => {
    const clock = fakeClock()
    const tracker = createPullTracker(clock)
    tracker.accept(layer('a', 10_000, 5000))
    await clock.advance(1000)
    expect(tracker.accept(layer('a', 10_000, 5100)).bytes_per_second).toBe(100)
    tracker.interrupted()
    await clock.advance(60_000)
    tracker.accept(layer('a', 10_000, 9000))
    await clock.advance(1000)
    expect(tracker.accept(layer('a', 10_000, 9100)).bytes_per_second).toBe(100)
  })

  test('falls when nothing comes any more', async () => {
    const clock = fakeClock()
    const rate = createTransferRate(clock)
    rate.add(0)
    await clock.advance(1000)
    rate.add(1000)
    expect(rate.bytesPerSecond).toBe(1000)
    await clock.advance(10_000)
    rate.add(0)
    expect(rate.bytesPerSecond).toBeLessThan(200)
  })

  test('a clock that is set back does not hold it', async () => {
    const clock = fakeClock()
    const rate = createTransferRate(clock)
    rate.add(0)
    clock.set(clock.now() - 86_400_000)
    await clock.advance(1000)
    rate.add(1000)
    expect(rate.bytesPerSecond).toBe(1000)
  })
})

test('what is paced is called at once, then once for all that came in between', async () => {
  const clock = fakeClock()
  const calls: number[] = []
  const start = clock.now()
  using paced = atMostEvery(clock, 250, () => calls.push(clock.now() - start))
  for (const wait of [0, 50, 50, 50, 300, 0]) {
    await clock.advance(wait)
    paced.ask()
  }
  await clock.advance(1000)
  expect(calls).toEqual([0, 250, 500])
})

describe('a pull', () => {
  test('tells its progress four times a second at most, and not to the recent events', async () => {
    const clock = fakeClock()
    const { jobs, simulator, told, recent } = await jobSetting({ speed: 20, clock })
    const { id, kind } = await jobs.pull(caller(), { model: 'smollm2:135m' })
    const tellings = () => told.filter(({ type }) => type === 'pull.progress')
    const completedBytes = async () => (await jobs.get(caller(), { id, kind })).progress?.completed ?? 0
    const moreHasCome = async () => {
      const before = await completedBytes()
      await expect.poll(completedBytes).toBeGreaterThan(before)
    }
    await moreHasCome()
    await moreHasCome()
    expect(tellings()).toHaveLength(1)
    await clock.advance(249)
    expect(tellings()).toHaveLength(1)
    await clock.advance(1)
    expect(tellings()).toHaveLength(2)

    simulator.setSpeed(1000)
    await jobs.finished(caller(), { id })
    expect(tellings()).toHaveLength(2)
    expect(recent().map(({ type }) => type)).toEqual(['job.changed', 'job.changed', 'job.changed'])
  })
})
