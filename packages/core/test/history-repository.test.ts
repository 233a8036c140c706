import { afterEach, describe, expect, test, vi } from 'vitest'
import { countReply, type Steps, stepAt } from '../src/history/step.ts'
import { createColumns, type StepColumns } from '../src/history/step-columns.ts'
import { readStep } from '../src/history/stored-step.ts'
import { storedTiers } from '../src/history/tiers.ts'
import { engines } from './engines.ts'
import { beginsOf, stepsOf } from './recorded-history.ts'

const tiers = storedTiers(365 * 86_400_000)
const start = Date.parse('2026-01-01T00:00:00Z') / 1000
const source = { instance: 'default' }

/** Minutes after the start, in each of which one reply ended. */
function replies(...minutes: readonly number[]): Steps {
  const steps: Steps = new Map()
  for (const minute of minutes)
    countReply(stepAt(steps, start + minute * 60), { tokens_per_second: minute + 1, time_to_first_token_ms: null })
  return steps
}

describe.each(engines)('history in $name', ({ open }) => {
  const all = { from: start, to: start + 2 * 86_400 }

  test('what is added at once and one after the other comes to the same in each tier', async () => {
    const { history } = await open()
    for (let times = 0; times < 20; times += 1) {
      history.add(source, replies(0, 1, 11, 61), tiers, start * 1000)
      if (times % 7 === 0) await history.save()
    }
    await history.save()
    for (const [stepSeconds, begins] of [
      [60, [0, 60, 660, 3660]],
      [600, [0, 600, 3600]],
      [3600, [0, 3600]],
    ] as const) {
      const steps = await history.steps(source, { ...stepsOf(stepSeconds), ...all })
      expect(beginsOf(steps).map((at) => at - start)).toEqual(begins)
    }
    const hours = await history.steps(source, { ...stepsOf(3600), ...all })
    expect(hours.countAt('requests', 0)).toBe(60)
    expect(hours.countAt('tokens_per_second', 0)).toBe(60)
    expect(hours.spreadAt('tokens_per_second', 0)).toEqual({ min: 1, avg: 5, max: 12 })
    expect(beginsOf(await history.steps({ instance: 'other' }, { ...stepsOf(3600), ...all }))).toEqual([])
  })

  test('more steps than fit into one page are all read, and removed a part at a time', async () => {
    const { history } = await open()
    history.add(source, replies(...Array.from({ length: 1200 }, (_, minute) => minute)), tiers, start * 1000)
    await history.save()
    const count = async () => beginsOf(await history.steps(source, { ...stepsOf(60), ...all })).length
    expect(await count()).toBe(1200)
    history.removeBefore(60, start + 1000 * 60)
    await history.save()
    expect(await count()).toBe(700)
    history.removeBefore(60, start + 1000 * 60)
    await history.save()
    expect(await count()).toBe(200)
  })
})

describe.each(engines)('what is read again and again in $name', ({ open }) => {
  const day = { from: start + 120, to: start + 86_400 - 120, ...stepsOf(60) }
  afterEach(() => void vi.restoreAllMocks())

  async function aDayAgo() {
    const { history } = await open()
    history.add(source, replies(...Array.from({ length: 1440 }, (_, minute) => minute)), tiers, start * 1000)
    await history.save()
    const { now } = performance
    vi.spyOn(performance, 'now').mockImplementation(() => now.call(performance) + 60_000)
    return history
  }

  const told = (steps: StepColumns) =>
    beginsOf(steps).map((begin, place) => [begin, steps.spreadAt('tokens_per_second', place)?.avg])

  test('is the same as at first, for any part of it', async () => {
    const history = await aDayAgo()
    const first = told(await history.steps(source, day))
    expect(first).toHaveLength(1436)
    expect(first.at(0)).toEqual([start + 120, 3])
    expect(told(await history.steps(source, day))).toEqual(first)
    const part = { ...day, from: start + 30_000 * 2, to: start + 70_020 }
    expect(told(await history.steps(source, part))).toEqual(
      first.filter(([begin = 0]) => begin >= part.from && begin < part.to),
    )
  })

  test('has what is added to it later', async () => {
    const history = await aDayAgo()
    await history.steps(source, day)
    history.add(source, replies(100), tiers, start * 1000)
    await history.save()
    const steps = await history.steps(source, day)
    expect([steps.countAt('requests', 97), steps.countAt('requests', 98)]).toEqual([1, 2])
  })
})

test('a step that an earlier version stored, with a list for each figure, is read', () => {
  const stored = { figures: '{"cpu":[10,30,60,3],"0m":[5,5,5,1]}', gpus: null }
  expect([...readStep(stored).tallies]).toEqual([
    ['cpu', { min: 10, max: 30, sum: 60, count: 3 }],
    ['0m', { min: 5, max: 5, sum: 5, count: 1 }],
  ])
  const columns = createColumns({ from: start, to: start + 60, stepSeconds: 60 })
  columns.addStored(start, stored)
  expect(columns.spreadAt('cpu', 0)).toEqual({ min: 1, avg: 2, max: 3 })
  expect(columns.spreadAt('0m', 0)).toEqual({ min: 0.5, avg: 0.5, max: 0.5 })
})
