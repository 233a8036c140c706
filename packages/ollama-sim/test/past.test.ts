import { expect, onTestFinished, test } from 'vitest'
import { startSimulator } from '../src/simulator.ts'

const dayMs = 86_400_000
/** A Wednesday, in the middle of work. */
const until = new Date(2026, 2, 11, 10, 20).getTime()

async function simulation() {
  const simulator = await startSimulator({ hasPeople: true })
  onTestFinished(() => simulator.close())
  return simulator
}

test('the past of a simulation is a week that is the same each time, and ends as the simulation begins', async () => {
  const simulator = await simulation()
  const now = Date.now()
  const past = simulator.past(now)
  expect(simulator.past(now).requests).toEqual(past.requests)
  // What a person sees goes on without a step, whatever the hour.
  const [before, present] = [past.hostAt(now - 1), simulator.host()]
  expect([before.vram, before.disk, before.gpus[0]?.vram_used]).toEqual([
    present.vram,
    present.disk,
    present.gpus[0]?.vram_used,
  ])
  expect(Math.abs(before.memory.percent - present.memory.percent)).toBeLessThan(2)
})

test('whatever the hour it ends, requests follow one another, each to a model that is in memory', async () => {
  const simulator = await simulation()
  for (let hours = 0; hours < 7 * 24; hours += 11) {
    const end = until + hours * 3_600_000
    const { requests, loads } = simulator.past(end)
    expect(requests.at(-1)?.endedAt).toBeLessThan(end)
    expect(requests[0]?.at).toBeGreaterThanOrEqual(end - 7 * dayMs)
    expect(requests.filter(({ at }, index) => at <= (requests[index - 1]?.endedAt ?? 0))).toEqual([])
    const isHeld = ({ model, at, loadMs, endedAt }: (typeof requests)[number]) =>
      loads.some((load) => load.model === model && load.at <= at + loadMs && (load.until ?? end) >= endedAt)
    expect(requests.filter((request) => !isHeld(request))).toEqual([])
    const held = loads.filter((load) => load.until === null).map(({ model }) => model)
    expect(held.toSorted()).toEqual(['nomic-embed-text:latest', 'qwen3:14b'])
  }
})

test('by day more is asked than at night, and what was pulled was not there before', async () => {
  const { requests, pulls, hostAt } = (await simulation()).past(until)
  const hourOf = (at: number) => new Date(at).getHours()
  expect(requests.filter(({ at }) => hourOf(at) >= 1 && hourOf(at) < 7)).toEqual([])
  expect(requests.length).toBeGreaterThan(200)
  const pull = pulls.find(({ model }) => model === 'gpt-oss:20b')
  if (!pull) throw new Error('It was not pulled.')
  expect(requests.filter(({ model, at }) => model === pull.model && at < pull.finishedAt)).toEqual([])
  expect(hostAt(pull.finishedAt).disk.used - hostAt(pull.finishedAt - 1).disk.used).toBe(pull.size)
  const night = new Date(2026, 2, 11, 3, 0).getTime()
  expect(hostAt(night).memory.used).toBeLessThan(hostAt(until).memory.used)
})
