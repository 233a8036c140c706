import { expect, test } from 'vitest'
import { createCpuLoadReader } from '../src/system/cpu-load.ts'

const processor = (user: number, idle: number) => ({ times: { user, nice: 0, sys: 0, idle, irq: 0 } })

test('the load is what all processors did since the last reading', () => {
  let now = [processor(1000, 9000), processor(0, 10_000)]
  const load = createCpuLoadReader(() => now)
  now = [processor(1100, 9000), processor(0, 10_100)]
  expect(load()).toBe(50)
  now = [processor(1100, 9100), processor(1, 10_199)]
  expect(load()).toBe(0.5)
})

test('where no time has passed, or a processor is gone, it is as it was', () => {
  let now = [processor(0, 0), processor(0, 0)]
  const load = createCpuLoadReader(() => now)
  now = [processor(30, 70), processor(30, 70)]
  expect([load(), load()]).toEqual([30, 30])
  now = [processor(40, 80)]
  expect(load()).toBe(30)
})

test('the load of this machine is a percentage', () => {
  const load = createCpuLoadReader()
  expect(load()).toBeGreaterThanOrEqual(0)
  expect(load()).toBeLessThanOrEqual(100)
})
