import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startOf } from '../src/history/step.ts'
import { createMemoryStorage } from '../src/storage/open-storage.ts'
import { caller } from './caller.ts'
import { fakeClock } from './fake-clock.ts'
import { hostFigures, recordedHistory } from './recorded-history.ts'

const start = Date.parse('2026-01-01T00:00:00Z')

type Step =
  | { readonly kind: 'samples'; readonly everyMs: number; readonly cpus: readonly number[] }
  | { readonly kind: 'clock'; readonly byMs: number }
  | { readonly kind: 'restart' }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('samples' as const),
      everyMs: fc.integer({ min: 1000, max: 90_000 }),
      cpus: fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 30 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('clock' as const),
      byMs: fc.integer({ min: -7_200_000, max: 7_200_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
)

test('every tier says what the samples say, over restarts and whatever happens to the clock', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const clock = fakeClock(start)
      await using storage = await createMemoryStorage(clock)
      let { history, read } = await recordedHistory(storage, clock)
      const samples: { at: number; cpu: number }[] = []
      for (const one of steps) {
        if (one.kind === 'clock') clock.set(clock.now() + one.byMs)
        if (one.kind === 'restart') {
          await history[Symbol.asyncDispose]()
          ;({ history, read } = await recordedHistory(storage, clock))
        }
        if (one.kind !== 'samples') continue
        for (const cpu of one.cpus) {
          history.sample(hostFigures(cpu))
          samples.push({ at: clock.now(), cpu: Math.round(cpu * 10) })
          await clock.advance(one.everyMs)
        }
      }
      // The clock is set right in the end, so that nothing is of the future.
      clock.set(Math.max(clock.now(), ...samples.map(({ at }) => at + 1)))
      for (const [range, seconds] of [
        ['1h', 60],
        ['7d', 1800],
        ['30d', 7200],
      ] as const) {
        const { from, points, step_seconds } = await read(caller(), { range })
        expect(step_seconds).toBe(seconds)
        const begin = startOf(Date.parse(from) / 1000, seconds)
        const raw = samples.filter(({ at }) => at / 1000 >= begin)
        const byStep = Map.groupBy(raw, ({ at }) => startOf(at / 1000, seconds))
        const wanted = [...byStep]
          .toSorted(([a], [b]) => a - b)
          .map(([at, all]) => {
            const cpus = all.map(({ cpu }) => cpu)
            const avg = Math.round(cpus.reduce((sum, cpu) => sum + cpu, 0) / cpus.length) / 10
            return {
              t: new Date(at * 1000).toISOString(),
              cpu: { min: Math.min(...cpus) / 10, avg, max: Math.max(...cpus) / 10 },
            }
          })
        expect(points.map(({ t, cpu }) => ({ t, cpu }))).toEqual(wanted)
      }
      await history[Symbol.asyncDispose]()
    }),
    { numRuns: 30 },
  )
})
