import { isDeepStrictEqual } from 'node:util'
import { comparableName, type ImportResult, type SettingsEntry } from '@ollama-dashboard/contracts'
import { createFileExport } from '../files/file-export.ts'
import { fileHealth } from '../files/file-health.ts'
import { timestamp } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import { normalizeModelName } from '../ollama/model-name.ts'
import type { ChangeOrigin } from './changed-settings.ts'
import type { PlanOptions } from './file/plan-import.ts'
import { parseSettingsFile, type SettingsFile, settingsFilePieces, toSettingsFile } from './file/settings-file.ts'
import { type ImportOptions, takeIn } from './file/take-in.ts'
import { inPlaceOf, mergeSettings, nothingSaved } from './merge-settings.ts'
import type { SavedByName, SavedSettings, SavedSettingsOptions, VersionedEntry } from './saved-settings.ts'
import { openSettingsCache } from './settings-cache.ts'
import { createSettingsStore, nothingSavedFor, type Precondition, type SettingsOfOne } from './settings-store.ts'

/** Takes over what a file that is there already holds, before anything is saved and so before it is written over. */
export async function openSavedSettings(options: SavedSettingsOptions): Promise<SavedSettings> {
  const { storage, path, clock, report, replicas } = options
  const cache = await openSettingsCache({ repository: storage.settings, clock, report, link: replicas?.link })
  const { repository, of, customised } = cache
  const store = createSettingsStore(repository, clock)
  const fileExport = createFileExport({
    path,
    variable: 'MODEL_SETTINGS_FILE',
    writtenFiles: storage.writtenFiles,
    clock,
    ...(report && { report }),
    ...(replicas && { replicas }),
    async contents() {
      const saved = await entries()
      return { isEmpty: saved.length === 0, pieces: settingsFilePieces(saved) }
    },
    takeOver: async (text) => isWhole(await takeIn(store, await parseSettingsFile(text), byHand, { fillIn: true })),
  })

  const entries = async () => (await repository.all()).map(({ entry }) => entry)

  /** What somebody wrote into the file since it was last read counts first. */
  async function changeOne(model: string, change: SettingsOfOne, origin: ChangeOrigin, ifMatch?: Precondition) {
    await fileExport.adopt()
    const changed = await store.changeOne(model, change, origin, ifMatch)
    if (changed.after?.version !== changed.before?.version) await fileExport.write()
    return changed
  }

  async function takeOver(file: SettingsFile | null, origin: ChangeOrigin, how: ImportOptions & PlanOptions) {
    // Its own file, once it is adopted, has nothing more to take over.
    if (!how.dryRun && file !== null) await fileExport.adopt()
    const result = await takeIn(store, file ?? (await readOwnFile()), origin, how)
    if (!how.dryRun) await fileExport.write()
    return result
  }

  async function replaceMany(change: (saved: SavedByName) => readonly SettingsEntry[], origin: ChangeOrigin) {
    await fileExport.adopt()
    const replaced = await store.changeMany(
      (saved) => change(saved).map((entry) => inPlaceOf(saved.get(comparableName(entry.model)), entry)),
      origin,
    )
    await fileExport.write()
    return replaced
  }

  async function readOwnFile(): Promise<SettingsFile> {
    const text = await fileExport.read()
    if (text !== null) return parseSettingsFile(text)
    throw new DashboardError('settings_not_found', 'The file set in MODEL_SETTINGS_FILE does not exist.', {
      hint: 'Send the file content as the request body, or set MODEL_SETTINGS_FILE.',
    })
  }

  await fileExport.write()

  return {
    list: entries,

    find: async (model) => (await store.find(model)) ?? nothingOf(model),

    of,
    customised,

    async merge(model, patch, origin, ifMatch) {
      const { before, after } = await changeOne(
        model,
        (saved) => {
          const settings = mergeSettings(saved?.settings ?? {}, patch)
          // Who saves exactly what the dashboard had saved chooses it.
          const isTheirs = saved?.source === 'user' || Object.values(patch).every((value) => value === null)
          if (saved && isTheirs && isDeepStrictEqual(settings, saved.settings)) return saved
          if (Object.keys(settings).length === 0 && !saved?.extra) return null
          const before = saved ?? nothingSaved(normalizeModelName(model))
          return { ...before, settings, source: 'user', updated_at: timestamp(clock.now()), updated_by: origin.actor }
        },
        origin,
        ifMatch,
      )
      const outcome = after?.version === before?.version ? 'same' : after ? 'changed' : 'removed'
      return { ...(after ?? nothingOf(model)), outcome }
    },

    async remove(model, origin, ifMatch) {
      const { before } = await changeOne(model, () => null, origin, ifMatch)
      if (before) return before.entry
      throw nothingSavedFor(model)
    },

    forget: async (model, actor) => (await changeOne(model, () => null, { actor, how: 'removed' })).before !== null,

    async replace(entry, origin, ifMatch) {
      const { after } = await changeOne(entry.model, (saved) => inPlaceOf(saved, entry), origin, ifMatch)
      return after ?? nothingOf(entry.model)
    },

    async copy(from, to, by) {
      const copies = await replaceMany(
        (saved) => {
          const settings = saved.get(comparableName(from))?.settings ?? {}
          if (Object.keys(settings).length === 0) throw nothingSavedFor(from)
          const updated_at = timestamp(clock.now())
          return to.map((model) => ({ model, settings, source: 'user', updated_at, updated_by: by }))
        },
        { actor: by, how: 'copied' },
      )
      return copies.map(({ after }) => after)
    },

    replaceMany,

    async restore(replaced, origin) {
      await fileExport.adopt()
      const restored = await store.restore(replaced, origin)
      await fileExport.write()
      return restored
    },

    file: async () => toSettingsFile(await entries()),

    importFile: (file, origin, options) => takeOver(file, origin, { ...options, fillIn: false }),
    migrate: (file, origin, options) => takeOver(file, origin, { ...options, fillIn: true }),

    async restart() {
      await fileExport.adopt()
      await cache.forget()
      await fileExport.write()
    },
    remembered: () => cache.size,

    health: () => fileHealth('settings-file', fileExport.state()),

    [Symbol.asyncDispose]() {
      cache[Symbol.dispose]()
      return fileExport[Symbol.asyncDispose]()
    },
  }
}

/** Somebody wrote it into the file. */
const byHand: ChangeOrigin = { actor: null, how: 'file' }

const nothingOf = (model: string): VersionedEntry => ({ entry: nothingSaved(normalizeModelName(model)), version: null })

/** Whether all that a file holds is saved now, as it stands there. */
const isWhole = ({ models, errors }: ImportResult): boolean =>
  errors.length === 0 && models.every(({ outcome }) => outcome !== 'kept')
