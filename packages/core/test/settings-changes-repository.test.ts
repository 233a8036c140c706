import { limits, type ModelSettings } from '@ollama-dashboard/contracts'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../src/kernel/clock.ts'
import { changedSettings } from '../src/settings/changed-settings.ts'
import type { SettingsChange } from '../src/settings/settings-table.ts'
import { openStorage } from '../src/storage/open-storage.ts'
import type { Storage } from '../src/storage/storage.ts'
import { engines } from './engines.ts'

const key = 'a:latest'
const at = '2026-01-01T00:00:00.000Z'

/** A change to these settings, with what is kept of it. */
const changeTo = (
  after: ModelSettings,
  replaces: string | null = null,
  before: ModelSettings = {},
): SettingsChange => ({
  key,
  replaces,
  entry: { model: key, settings: after, source: 'user', updated_at: at, updated_by: null },
  made: { at, actor: 'laptop', how: 'saved', changed: changedSettings(before, after) },
})

/** Changes top_k again and again, each time to the next number. */
async function changeOften({ settings }: Storage, times: number): Promise<void> {
  let version: string | null = null
  for (let top_k = 1; top_k <= times; top_k += 1) {
    const versions: readonly string[] | null = await settings.apply([
      changeTo({ top_k }, version, { top_k: top_k - 1 }),
    ])
    version = versions?.[0] ?? null
  }
}

describe.each(engines)('changes of settings in $name', ({ name, open, place }) => {
  test('come back as they were made, newest first, page by page', async () => {
    const { settings, settingsChanges } = await open()
    const odd = {
      system: `"x' \\ \u0000 短く 🙂\n; drop table settings_changes; --`,
      stop: ['%_'],
      temperature: 0.1 + 0.2,
    }
    const [first = ''] = (await settings.apply([changeTo(odd)])) ?? []
    const [second = ''] = (await settings.apply([changeTo({ think: false }, first, odd)])) ?? []
    const { made, ...unnoted } = changeTo({ think: false }, second)
    const [third = ''] = (await settings.apply([unnoted])) ?? []
    await settings.apply([
      { key, entry: null, replaces: third, made: { ...made, at, actor: null, how: 'removed', changed: [] } },
    ])

    const changes = await settingsChanges.page(key, { limit: 10 })
    expect(changes.map(({ id, how, actor }) => [id, how, actor])).toEqual([
      [3, 'removed', null],
      [2, 'saved', 'laptop'],
      [1, 'saved', 'laptop'],
    ])
    expect(changes[2]).toEqual({ id: 1, at, actor: 'laptop', how: 'saved', changed: changedSettings({}, odd) })
    expect(changes[1]?.changed).toContainEqual({ setting: 'think', before: null, after: false })
    expect(await settingsChanges.page(key, { limit: 1, before: 3 })).toEqual([changes[1]])
    expect(await settingsChanges.page(key, { limit: 10, before: 1 })).toEqual([])
    expect(await settingsChanges.page('b:latest', { limit: 10 })).toEqual([])
  })

  test('are kept of no change that was refused', async () => {
    const { settings, settingsChanges } = await open()
    await settings.apply([changeTo({ top_k: 1 })])
    const others = ['A', 'b', 'c'].map((key) => ({ ...changeTo({ top_k: 2 }), key }))
    expect(await settings.apply([...others, changeTo({ top_k: 2 }, 'outdated')])).toBeNull()
    expect(await settingsChanges.page(key, { limit: 10 })).toHaveLength(1)
    for (const { key } of others) expect(await settingsChanges.page(key, { limit: 10 })).toEqual([])
  })

  test('are kept as long as there are not too many of them, for each model', async () => {
    const storage = await open()
    await storage.settings.apply([{ ...changeTo({ top_k: 1 }), key: 'other' }])
    await changeOften(storage, limits.settingsChanges + 2)
    const changes = await storage.settingsChanges.page(key, { limit: 1000 })
    expect(changes).toHaveLength(limits.settingsChanges)
    expect(changes.at(-1)?.changed).toEqual([{ setting: 'top_k', before: 2, after: 3 }])
    expect(await storage.settingsChanges.page('other', { limit: 10 })).toHaveLength(1)
  })

  test('of very many models at once are all kept', async () => {
    const { settings, settingsChanges } = await open()
    const keys = Array.from({ length: 1100 }, (_, index) => `m${index}`)
    await settings.apply(keys.map((key) => ({ ...changeTo({ top_k: 1 }), key })))
    for (const key of ['m0', 'm499', 'm500', 'm1099'])
      expect(await settingsChanges.page(key, { limit: 10 })).toMatchObject([{ id: 1 }])
  })

  test('of many who change the same at once have each its number', async () => {
    const where = { ...(await place()), clock: systemClock }
    await using one = await openStorage(where)
    // SQLite waits without letting go of the event loop: two connections of one process would wait for each other.
    await using other = name === 'SQLite' ? null : await openStorage(where)
    const change = async ({ settings }: Storage, top_k: number) => {
      for (;;) {
        const now = await settings.find(key)
        if (await settings.apply([changeTo({ top_k }, now?.version ?? null, now?.entry.settings)])) return
      }
    }
    await Promise.all(
      [one, other ?? one].flatMap((storage, index) => [1, 2, 3].map((by) => change(storage, 10 * index + by))),
    )
    const changes = await one.settingsChanges.page(key, { limit: 10 })
    expect(changes.map(({ id }) => id)).toEqual([6, 5, 4, 3, 2, 1])
    const values = changes.flatMap(({ changed }) => changed)
    for (const [index, { before }] of values.entries()) expect(before).toEqual(values[index + 1]?.after ?? null)
  })
})
