import type { SettingsEntry } from '@ollama-dashboard/contracts'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../src/kernel/clock.ts'
import { openStorage } from '../src/storage/open-storage.ts'
import { engines } from './engines.ts'

const entryOf = (model: string, top_k: number, more: Partial<SettingsEntry> = {}): SettingsEntry => ({
  model,
  settings: { top_k },
  source: 'user',
  updated_at: '2026-01-01T00:00:00.000Z',
  updated_by: null,
  ...more,
})

describe.each(engines)('settings in $name', ({ name, open, place }) => {
  test('come back as they were saved, by name, whatever they hold', async () => {
    const { settings } = await open()
    const odd = entryOf('_odd:1', 0, {
      settings: {
        system: `"x' \\ \u0000 短く 🙂\n; drop table model_settings; --`,
        temperature: 0.1 + 0.2,
        stop: ['%_'],
      },
      updated_by: 'laptop',
      extra: { client: { a: [1, null, { b: 'c' }] }, __proto: 1 },
    })
    const plain = entryOf('b:latest', 5)
    const versions = await settings.apply([
      { key: 'b:latest', entry: plain, replaces: null },
      { key: '_odd:1', entry: odd, replaces: null },
    ])
    expect(versions).toHaveLength(2)
    expect(await settings.all()).toEqual([
      { key: '_odd:1', entry: odd, version: versions?.[1] },
      { key: 'b:latest', entry: plain, version: versions?.[0] },
    ])
    expect(await settings.find('_odd:1')).toEqual({ key: '_odd:1', entry: odd, version: versions?.[1] })
    expect(await settings.find('absent')).toBeNull()
  })

  test('are replaced only by whoever names what is there', async () => {
    const { settings } = await open()
    const key = 'a:latest'
    const [first = ''] = (await settings.apply([{ key, entry: entryOf(key, 1), replaces: null }])) ?? []
    expect(await settings.apply([{ key, entry: entryOf(key, 2), replaces: null }])).toBeNull()
    const [second = ''] = (await settings.apply([{ key, entry: entryOf(key, 2), replaces: first }])) ?? []
    expect(second).not.toBe(first)
    expect(await settings.apply([{ key, entry: entryOf(key, 3), replaces: first }])).toBeNull()
    expect(await settings.apply([{ key, entry: null, replaces: first }])).toBeNull()
    expect((await settings.find(key))?.entry.settings).toEqual({ top_k: 2 })
    expect(await settings.apply([{ key, entry: null, replaces: second }])).toHaveLength(1)
    expect(await settings.all()).toEqual([])
  })

  test('are changed all or not at all', async () => {
    const { settings } = await open()
    await settings.apply([{ key: 'c', entry: entryOf('c', 1), replaces: null }])
    const changes = ['a', 'b', 'c'].map((key) => ({ key, entry: entryOf(key, 2), replaces: null }))
    expect(await settings.apply(changes)).toBeNull()
    expect((await settings.all()).map(({ key, entry }) => [key, entry.settings.top_k])).toEqual([['c', 1]])
  })

  test('that many change at once are changed by one of them', async () => {
    const where = { ...(await place()), clock: systemClock }
    await using one = await openStorage(where)
    // SQLite waits without letting go of the event loop: two connections of one process would wait for each other.
    await using other = name === 'SQLite' ? null : await openStorage(where)
    const both = [one, other ?? one].flatMap(({ settings }) => Array.from({ length: 10 }, () => settings))
    const made = await Promise.all(
      both.map((settings, index) =>
        settings.apply(['b', 'a'].map((key) => ({ key, entry: entryOf(key, index), replaces: null }))),
      ),
    )
    expect(made.filter((versions) => versions !== null)).toHaveLength(1)
    const [a, b] = await one.settings.all()
    expect(a?.entry.settings).toEqual(b?.entry.settings)
    expect(await (other ?? one).settings.all()).toEqual([a, b])
  })

  test('and what was written to files and measured of memory come back too', async () => {
    const { writtenFiles, memoryObservations } = await open()
    const path = 'C:\\data\\x.json'
    expect(await writtenFiles.hashesOf(path)).toEqual([])
    await writtenFiles.remember('one', path, ['a', 'b'])
    await writtenFiles.remember('one', path, ['c'])
    expect(await writtenFiles.hashesOf(path)).toEqual(['c'])
    await writtenFiles.remember('other', path, ['d'])
    await writtenFiles.remember('other', `elsewhere:${path}`, ['e'])
    expect(new Set(await writtenFiles.hashesOf(path))).toEqual(new Set(['c', 'd']))

    const under = { kv_cache_type: 'f16', num_parallel: 1, flash_attention: 'auto' } as const
    const observation = {
      host: 'one',
      server: '127.0.0.1:11434',
      digest: 'd',
      ...under,
      context: 4096,
      size: 9_007_199_254_740_991,
      observed_at: 't',
    }
    memoryObservations.save({ ...observation, size: 1 })
    memoryObservations.save(observation)
    memoryObservations.save({ ...observation, context: 8192 })
    memoryObservations.save({ ...observation, num_parallel: 4 })
    memoryObservations.save({ ...observation, kv_cache_type: 'q8_0' })
    memoryObservations.save({ ...observation, flash_attention: 'on' })
    memoryObservations.save({ ...observation, host: 'other' })
    memoryObservations.save({ ...observation, host: '', server: '10.0.0.5:11434' })
    expect(await memoryObservations.all(under, 'one')).toHaveLength(3)
    expect(await memoryObservations.all(under, 'one')).toContainEqual(observation)
    const parallel = { ...observation, num_parallel: 4 }
    expect(await memoryObservations.all({ ...under, num_parallel: 4 }, 'one')).toEqual([parallel])
    memoryObservations.forget(observation)
    expect(await memoryObservations.all(under, 'one')).toMatchObject([{ server: '10.0.0.5:11434' }])
    expect(await memoryObservations.all(under, 'other')).toHaveLength(2)
  })
})
