import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openSavedSettings } from '../src/settings/open-saved-settings.ts'
import type { SavedSettingsOptions } from '../src/settings/saved-settings.ts'
import { createMemoryStorage } from '../src/storage/open-storage.ts'
import { fakeClock } from './fake-clock.ts'
import { temporaryFolder } from './temporary-folder.ts'

export const model = 'llama3.2:3b'
/** Who changes them, and how: it matters to no test of the file. */
export const origin = { actor: null, how: 'saved' } as const
/** A file that another program wrote. */
export const ofOthers = {
  [model]: { settings: { num_ctx: 4096 }, source: 'user', last_updated: '2025-01-01T00:00:00Z' },
}

/** Settings whose file lies in a folder of the test; `open` is a dashboard that starts over the same storage. */
export async function setUp({ name = 'model_settings.json' } = {}) {
  const folder = await temporaryFolder()
  const path = join(folder, name)
  const clock = fakeClock()
  const storage = await createMemoryStorage(clock)
  onTestFinished(() => storage[Symbol.asyncDispose]())
  const open = async (more: Partial<SavedSettingsOptions> = {}) => {
    const saved = await openSavedSettings({ storage, path, clock, ...more })
    onTestFinished(() => saved[Symbol.asyncDispose]())
    return saved
  }
  const put = (value: unknown) => writeFile(path, typeof value === 'string' ? value : JSON.stringify(value))
  const read = async () => JSON.parse(await readFile(path, 'utf8'))
  return { folder, path, clock, storage, open, put, read, names: () => readdir(folder) }
}
