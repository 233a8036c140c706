import { isDeepStrictEqual } from 'node:util'
import type { ImportResult, SettingsEntry, SettingsPatch } from '@ollama-dashboard/contracts'
import { type Clock, timestamp } from '../clock.ts'
import { DashboardError } from '../errors.ts'
import { createFileExport, type FileExportState } from '../files/file-export.ts'
import { comparableName, normalizeModelName } from '../ollama/model-name.ts'
import type { SettingsRepository } from '../storage/settings-repository.ts'
import type { WrittenFilesRepository } from '../storage/written-files-repository.ts'
import { createCustomised } from './customised.ts'
import { extraOf, mergeSettings, nothingSaved } from './merge-settings.ts'
import { parseSettingsFile, readSettingsFile, type SettingsFile, toSettingsFile } from './settings-file.ts'
import { createSettingsStore, nothingSavedFor, type Precondition, type VersionedSettings } from './settings-store.ts'

/** What is saved for models, in the storage and in its file. Reading never writes. */
export interface SavedSettings extends AsyncDisposable {
  list(): Promise<readonly SettingsEntry[]>
  /** Of a model that nothing is saved for: empty settings, of no version. */
  find(model: string): Promise<{ readonly entry: SettingsEntry; readonly version: string | null }>
  /** The others stay, null takes one away. Throws `precondition_failed` where it is not allowed. */
  merge(model: string, patch: SettingsPatch, by: string | null, isAllowed?: Precondition): Promise<VersionedSettings>
  /** Throws `settings_not_found`. */
  remove(model: string, isAllowed?: Precondition): Promise<SettingsEntry>
  replace(entry: SettingsEntry): Promise<VersionedSettings>
  /** Gives other models the settings of one, all or none; throws `settings_not_found`. */
  copy(from: string, to: readonly string[], by: string | null): Promise<readonly SettingsEntry[]>
  /** Replaces many, all or none; `change` is given what is saved, by comparable name. */
  replaceMany(change: (saved: ReadonlyMap<string, SettingsEntry>) => readonly SettingsEntry[]): Promise<void>
  file(): Promise<SettingsFile>
  /** Replaces what is saved for the models in the file. */
  importFile(file: SettingsFile): Promise<ImportResult>
  /** Takes over, where nothing is saved, what such a file holds; that of MODEL_SETTINGS_FILE where none is given. */
  migrate(file: SettingsFile | null): Promise<ImportResult>
  /** The models whose settings a person saved, by comparable name. The same object comes back until that changed. */
  customised(): ReadonlySet<string>
  fileState(): FileExportState
}

export interface SavedSettingsOptions {
  readonly repository: SettingsRepository
  readonly writtenFiles: WrittenFilesRepository
  readonly path: string
  readonly clock: Clock
}

export function createSavedSettings({ repository, writtenFiles, path, clock }: SavedSettingsOptions): SavedSettings {
  const store = createSettingsStore(repository)
  const custom = createCustomised(repository, clock)
  const fileExport = createFileExport({
    path,
    variable: 'MODEL_SETTINGS_FILE',
    writtenFiles,
    clock,
    contents: async () => toSettingsFile(await entries()),
    takeOver: async (text) => (await fillIn(parseSettingsFile(text))).isWhole,
  })
  // A file that is there already is taken over before anything is saved, and so before it is written over.
  const opened = keep()

  async function keep(): Promise<void> {
    await Promise.all([fileExport.write(), custom.refresh()])
  }

  const entries = async () => (await repository.all()).map(({ entry }) => entry)

  /** Saves what a file holds of models that nothing is saved for. */
  async function fillIn(file: SettingsFile): Promise<ImportResult & { readonly isWhole: boolean }> {
    const { entries, problems } = readSettingsFile(file)
    let missing: readonly SettingsEntry[] = []
    let areSame = true
    await store.changeMany((saved) => {
      const savedOf = (entry: SettingsEntry) => saved.get(comparableName(entry.model))
      missing = entries.filter((entry) => !savedOf(entry))
      areSame = entries.every((entry) => isSame(savedOf(entry) ?? entry, entry))
      return missing
    })
    const imported = missing.length
    return {
      imported,
      skipped: entries.length - imported,
      errors: [...problems],
      isWhole: areSame && problems.length === 0,
    }
  }

  async function readOwnFile(): Promise<SettingsFile> {
    const text = await fileExport.read()
    if (text !== null) return parseSettingsFile(text)
    throw new DashboardError('settings_not_found', 'There is no file where MODEL_SETTINGS_FILE points.', {
      hint: 'Send the content of the file as the body, or let MODEL_SETTINGS_FILE name it.',
    })
  }

  return {
    async list() {
      await opened
      return entries()
    },

    async find(model) {
      await opened
      return (await store.find(model)) ?? { entry: nothingSaved(normalizeModelName(model)), version: null }
    },

    async merge(model, patch, by, isAllowed) {
      await opened
      const merge = (saved: SettingsEntry | null): SettingsEntry => ({
        ...(saved ?? nothingSaved(normalizeModelName(model))),
        settings: mergeSettings(saved?.settings ?? {}, patch),
        source: 'user',
        updated_at: timestamp(clock.now()),
        updated_by: by,
      })
      const merged = await store.changeOne(model, merge, isAllowed)
      await keep()
      return merged
    },

    async remove(model, isAllowed) {
      await opened
      const removed = await store.removeOne(model, isAllowed)
      await keep()
      return removed
    },

    async replace(entry) {
      await opened
      const replaced = await store.changeOne(entry.model, (saved) => ({ ...extraOf(saved), ...entry }))
      await keep()
      return replaced
    },

    async copy(from, to, by) {
      await opened
      let copies: readonly SettingsEntry[] = []
      await store.changeMany((saved) => {
        const source = saved.get(comparableName(from))
        if (!source) throw nothingSavedFor(from)
        const updated_at = timestamp(clock.now())
        copies = to.map((model) => ({
          ...extraOf(saved.get(comparableName(model))),
          model,
          settings: source.settings,
          source: 'user',
          updated_at,
          updated_by: by,
        }))
        return copies
      })
      await keep()
      return copies
    },

    async replaceMany(change) {
      await opened
      await store.changeMany(change)
      await keep()
    },

    async file() {
      await opened
      return toSettingsFile(await entries())
    },

    async importFile(file) {
      await opened
      const { entries, problems } = readSettingsFile(file)
      let changed: readonly SettingsEntry[] = []
      await store.changeMany((saved) => {
        changed = entries.filter((entry) => !isSame(saved.get(comparableName(entry.model)) ?? null, entry))
        return changed
      })
      await keep()
      return { imported: changed.length, skipped: entries.length - changed.length, errors: [...problems] }
    },

    async migrate(given) {
      await opened
      const { isWhole: _, ...result } = await fillIn(given ?? (await readOwnFile()))
      await keep()
      return result
    },

    customised: custom.current,
    fileState: fileExport.state,

    async [Symbol.asyncDispose]() {
      await opened.catch(() => undefined)
      await fileExport[Symbol.asyncDispose]()
    },
  }
}

/** Whoever saved it, and when. */
const isSame = (a: SettingsEntry | null, b: SettingsEntry): boolean =>
  a !== null && isDeepStrictEqual(essence(a), essence(b))

const essence = ({ settings, source, extra }: SettingsEntry) => ({ settings, source, extra })
