import { expect, onTestFinished, test } from 'vitest'
import { createObservedPerformance } from '../src/performance/observed-performance.ts'
import { createMemoryStorage } from '../src/storage/memory-storage.ts'
import { fakeClock } from './fake-clock.ts'

test('what a demo did is shown while it lasts, and is none of the real server of that name', async () => {
  const clock = fakeClock()
  const storage = await createMemoryStorage(clock)
  onTestFinished(() => storage[Symbol.asyncDispose]())
  const observed = createObservedPerformance(storage.performance, clock)
  const real = { name: 'default', demo: null }
  const simulated = { name: 'default', demo: { tried: '127.0.0.1:11434', reason: 'the connection was refused' } }
  await observed.note({ instance: simulated, model: 'm', metrics: null })
  expect(await observed.of(simulated, 'm')).toMatchObject({ requests: 1, errors: 1 })
  expect(await observed.of(real, 'm')).toMatchObject({ requests: 0, errors: 0, last_used_at: null })
  await observed.note({ instance: real, model: 'm', metrics: null })
  await observed.note({ instance: real, model: 'm', metrics: null })
  expect(await observed.of(real, 'm')).toMatchObject({ requests: 2 })
  expect(await observed.of(simulated, 'm')).toMatchObject({ requests: 1 })
})
