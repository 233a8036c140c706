import { expect, test } from 'vitest'
import type { GpuReading } from '../src/system/gpus/detected-gpu.ts'
import { createGpuPoller } from '../src/system/gpus/gpu-poller.ts'
import { createGpuReader } from '../src/system/gpus/gpu-reader.ts'
import { fakeClock } from './fake-clock.ts'
import { aHost, exited, playHost } from './hosts.ts'
import { l4, mib, noDriver, signal } from './read-gpus.ts'

test('a slow driver is waited for half a second at the start only, and never asked twice at once', async () => {
  const clock = fakeClock()
  const host = await playHost(aHost({ nvidia: { gpus: [l4] } }))
  const slow = Promise.withResolvers<void>()
  let asked = 0
  const run: typeof host.run = async (program, args, limits) => {
    asked++
    await slow.promise
    return host.run(program, args, limits)
  }
  const reader = createGpuReader({ ...host, run }, clock)
  const first = reader.read(signal)
  await clock.advance(500)
  expect(await first).toMatchObject({ gpus: [], isKnown: false })
  await clock.advance(20_000)
  expect(await reader.read(signal)).toMatchObject({ gpus: [], isKnown: false })
  expect(asked).toBe(1)
})

test('figures are as old as the GPUs that they are of, though other vendors are looked for more rarely', async () => {
  const clock = fakeClock()
  const reader = createGpuReader(await playHost(aHost({ nvidia: { gpus: [l4] } })), clock)
  await reader.read(signal)
  await clock.advance(4000)
  await reader.read(signal)
  await expect.poll(() => reader.current().readAt).toBe(clock.now())
})

test('slow readings run less often: they take at most a quarter of the time', async () => {
  const clock = fakeClock()
  const startedAt: number[] = []
  const reading: GpuReading = { gpus: [], problem: null }
  const poller = createGpuPoller(
    {
      read: () => {
        startedAt.push(clock.now())
        return new Promise((resolve) => clock.after(6000, () => resolve(reading)))
      },
    },
    clock,
  )
  for (let second = 0; second < 60; second++) {
    poller.poke(signal)
    await clock.advance(1000)
  }
  const gaps = startedAt.slice(1).map((at, index) => at - (startedAt[index] ?? 0))
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(24_000)
})

test.each([
  ['a clock that is set back', -86_400_000, 0],
  ['a machine that slept during a reading', 0, 8 * 3_600_000],
])('%s does not keep GPUs from being read', async (_, setMs, sleptMs) => {
  const clock = fakeClock()
  let readings = 0
  const poller = createGpuPoller(
    {
      read: async () => {
        readings += 1
        if (readings === 1) await clock.advance(sleptMs)
        return { gpus: [], problem: null }
      },
    },
    clock,
  )
  poller.poke(signal)
  await poller.settled()
  clock.set(clock.now() + setMs)
  await clock.advance(120_000)
  poller.poke(signal)
  expect(readings).toBe(2)
})

test('a GPU that answered before is kept when a reading fails, without what changes fast', async () => {
  const clock = fakeClock()
  const host = await playHost(aHost({ nvidia: { gpus: [{ ...l4, 'memory.used': '2048' }] } }))
  let fails = false
  const run: typeof host.run = async (program, args, limits) =>
    fails && program === 'nvidia-smi' ? exited(9, noDriver.stdout) : host.run(program, args, limits)
  const reader = createGpuReader({ ...host, run }, clock)
  await reader.read(signal)
  fails = true
  await clock.advance(4000)
  await reader.read(signal)
  await expect.poll(() => reader.current().problem).not.toBeNull()
  expect(reader.current().gpus).toMatchObject([{ name: 'NVIDIA L4', vram_used: 2048 * mib, utilization_percent: null }])
  fails = false
  await clock.advance(4000)
  await reader.read(signal)
  await expect.poll(() => reader.current().problem).toBeNull()
})

test('a failure that no source foresaw is reported, and figures are read again', async () => {
  const clock = fakeClock()
  const reported: unknown[] = []
  const fault = new Error('a fault of ours')
  let readings = 0
  const read = async () => {
    readings += 1
    if (readings === 1) throw fault
    return { gpus: [], problem: null }
  }
  const poller = createGpuPoller({ read }, clock, (error) => reported.push(error))
  poller.poke(signal)
  await poller.settled()
  expect(reported).toEqual([fault])
  expect(poller.current()?.reading).toBeNull()
  await clock.advance(300_000)
  poller.poke(signal)
  await poller.settled()
  expect(poller.current()?.reading).toEqual({ gpus: [], problem: null })
})
