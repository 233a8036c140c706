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
import { type PlannedImport, planImport } from './plan-import.ts'
import { parseSettingsFile, readSettingsFile, type SettingsFile, toSettingsFile } from './settings-file.ts'
import { createSettingsStore, nothingSavedFor, type Precondition } from './settings-store.ts'

/** What is saved for models, in the storage and in its file. Reading never writes. */
export interface SavedSettings extends AsyncDisposable {
  list(): Promise<readonly SettingsEntry[]>
  /** Of a model that nothing is saved for: empty settings, of no version. */
  find(model: string): Promise<VersionedEntry>
  /**
   * The others stay, null takes one away; where none is left, nothing is saved any more. Throws `precondition_failed`
   * where it is not allowed.
   */
  merge(model: string, patch: SettingsPatch, by: string | null, isAllowed?: Precondition): Promise<VersionedEntry>
  /** Throws `settings_not_found`. */
  remove(model: string, isAllowed?: Precondition): Promise<SettingsEntry>
  replace(entry: SettingsEntry, isAllowed?: Precondition): Promise<VersionedEntry>
  /** Gives other models the settings of one, all or none; throws `settings_not_found`. */
  copy(from: string, to: readonly string[], by: string | null): Promise<readonly SettingsEntry[]>
  /** Replaces many, all or none; `change` is given what is saved, by comparable name. */
  replaceMany(change: (saved: ReadonlyMap<string, SettingsEntry>) => readonly SettingsEntry[]): Promise<void>
  file(): Promise<SettingsFile>
  /** Replaces what is saved for the models in the file. */
  importFile(file: SettingsFile, options?: ImportOptions): Promise<ImportResult>
  /** Takes over, where nothing is saved, what such a file holds; that of MODEL_SETTINGS_FILE where none is given. */
  migrate(file: SettingsFile | null, options?: ImportOptions): Promise<ImportResult>
  /** The models whose settings a person saved, by comparable name. The same object comes back until that changed. */
  customised(): ReadonlySet<string>
  fileState(): FileExportState
}

/** What is saved for a model, or that nothing is. */
export interface VersionedEntry {
  readonly entry: SettingsEntry
  /** Null where nothing is saved. */
  readonly version: string | null
}

export interface ImportOptions {
  /** Only tells what it would do. */
  readonly dryRun?: boolean | undefined
}

export interface SavedSettingsOptions {
  readonly repository: SettingsRepository
  readonly writtenFiles: WrittenFilesRepository
  readonly path: string
  readonly clock: Clock
  /** Told of what nobody foresaw while the file was written. */
  readonly report?: (error: unknown) => void
}

export function createSavedSettings(options: SavedSettingsOptions): SavedSettings {
  const { repository, writtenFiles, path, clock, report } = options
  const store = createSettingsStore(repository)
  const custom = createCustomised(repository, clock)
  const fileExport = createFileExport({
    path,
    variable: 'MODEL_SETTINGS_FILE',
    writtenFiles,
    clock,
    ...(report && { report }),
    contents: async () => toSettingsFile(await entries()),
    takeOver: async (text) => isWhole(await takeIn(parseSettingsFile(text), { fillIn: true })),
  })
  // A file that is there already is taken over before anything is saved, and so before it is written over.
  const opened = keep()

  async function keep(): Promise<void> {
    await Promise.all([fileExport.write(), custom.refresh()])
  }

  const entries = async () => (await repository.all()).map(({ entry }) => entry)

  async function takeIn(
    file: SettingsFile,
    { fillIn, dryRun = false }: ImportOptions & { readonly fillIn: boolean },
  ): Promise<ImportResult> {
    const { entries, problems } = readSettingsFile(file)
    let plan: readonly PlannedImport[] = []
    await store.changeMany((saved) => {
      plan = planImport(entries, saved, { fillIn })
      return dryRun ? [] : plan.filter(isTaken).map(({ entry }) => entry)
    })
    const imported = plan.filter(isTaken).length
    return {
      imported,
      skipped: plan.length - imported,
      models: plan.map(({ entry: _, ...told }) => told),
      errors: [...problems],
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
      return (await store.find(model)) ?? nothingOf(model)
    },

    async merge(model, patch, by, isAllowed) {
      await opened
      await fileExport.adopt()
      const merged = await store.changeOne(
        model,
        (saved) => {
          const settings = mergeSettings(saved?.settings ?? {}, patch)
          if (saved && isDeepStrictEqual(settings, saved.settings)) return saved
          if (Object.keys(settings).length === 0 && !saved?.extra) return null
          const before = saved ?? nothingSaved(normalizeModelName(model))
          return { ...before, settings, source: 'user', updated_at: timestamp(clock.now()), updated_by: by }
        },
        isAllowed,
      )
      await keep()
      return merged ?? nothingOf(model)
    },

    async remove(model, isAllowed) {
      await opened
      await fileExport.adopt()
      const removed = await store.removeOne(model, isAllowed)
      await keep()
      return removed
    },

    async replace(entry, isAllowed) {
      await opened
      const replaced = await store.changeOne(entry.model, (saved) => ({ ...extraOf(saved), ...entry }), isAllowed)
      await keep()
      return replaced ?? nothingOf(entry.model)
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

    async importFile(file, { dryRun } = {}) {
      await opened
      const result = await takeIn(file, { fillIn: false, dryRun })
      if (!dryRun) await keep()
      return result
    },

    async migrate(given, { dryRun } = {}) {
      await opened
      const result = await takeIn(given ?? (await readOwnFile()), { fillIn: true, dryRun })
      if (!dryRun) await keep()
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

const nothingOf = (model: string): VersionedEntry => ({ entry: nothingSaved(normalizeModelName(model)), version: null })

const isTaken = ({ outcome }: PlannedImport): boolean => outcome === 'new' || outcome === 'replaced'

/** Whether all that a file holds is saved now, as it stands there. */
const isWhole = ({ models, errors }: ImportResult): boolean =>
  errors.length === 0 && models.every(({ outcome }) => outcome !== 'kept')
