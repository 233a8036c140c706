import type { ModelSettings } from '@ollama-dashboard/contracts'
import { expect, onTestFinished, test } from 'vitest'
import { openSettingsCache } from '../src/settings/settings-cache.ts'
import type { StoredSettings } from '../src/settings/settings-table.ts'
import { createMemoryStorage } from '../src/storage/open-storage.ts'
import { fakeClock } from './fake-clock.ts'

const key = 'qwen3:14b'

async function setUp({ isShared = false } = {}) {
  const clock = fakeClock()
  const storage = await createMemoryStorage(clock)
  onTestFinished(() => storage[Symbol.asyncDispose]())
  let reads = 0
  let hold: Promise<unknown> = Promise.resolve()
  const { of, repository } = await openSettingsCache({
    repository: {
      ...storage.settings,
      isShared,
      async find(name) {
        reads += 1
        const found = await storage.settings.find(name)
        await hold
        return found
      },
    },
    clock,
  })
  const saved = async (settings: ModelSettings, by = repository) => {
    const before: StoredSettings | null = await storage.settings.find(key)
    const entry = {
      model: key,
      settings,
      source: 'user',
      updated_at: '2026-01-01T00:00:00Z',
      updated_by: null,
    } as const
    await by.apply([{ key, entry, replaces: before?.version ?? null }])
  }
  return {
    clock,
    of,
    save: (settings: ModelSettings) => saved(settings),
    saveElsewhere: (settings: ModelSettings) => saved(settings, storage.settings),
    reads: () => reads,
    hold(until: Promise<unknown>) {
      hold = until
    },
  }
}

test('read settings are cached, for every spelling of the model, until they change', async () => {
  const { of, save, reads } = await setUp()
  await save({ num_ctx: 4096 })
  expect(await of(key)).toEqual({ num_ctx: 4096 })
  expect(await of('QWEN3:14B')).toEqual({ num_ctx: 4096 })
  expect(reads()).toBe(1)
  await save({ num_ctx: 8192 })
  expect(await of(key)).toEqual({ num_ctx: 8192 })
})

test('what is read while it changes is not kept', async () => {
  const { of, save, hold } = await setUp()
  await save({ num_ctx: 4096 })
  const reading = Promise.withResolvers<void>()
  hold(reading.promise)
  const early = of(key)
  await save({ num_ctx: 8192 })
  reading.resolve()
  await early
  expect(await of(key)).toEqual({ num_ctx: 8192 })
})

test('what was changed in the database itself is noticed', async () => {
  const { clock, of, save, saveElsewhere } = await setUp()
  await save({ num_ctx: 4096 })
  await of(key)
  await saveElsewhere({ num_ctx: 2048 })
  await clock.advance(1001)
  await of(key)
  await expect.poll(() => of(key)).toEqual({ num_ctx: 2048 })
})

test('where other processes may save, the storage is always asked', async () => {
  const { of, save, saveElsewhere } = await setUp({ isShared: true })
  await save({ num_ctx: 4096 })
  await of(key)
  await saveElsewhere({ num_ctx: 2048 })
  expect(await of(key)).toEqual({ num_ctx: 2048 })
})
