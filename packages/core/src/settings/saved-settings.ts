import type { ImportResult, ModelSettings, SettingsEntry, SettingsPatch } from '@ollama-dashboard/contracts'
import type { FileExportOptions } from '../files/file-export.ts'
import type { WrittenFilesRepository } from '../files/written-files-table.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Finding } from '../kernel/contributions.ts'
import type { ChangeOrigin } from './changed-settings.ts'
import type { SettingsFile } from './file/settings-file.ts'
import type { ImportOptions } from './file/take-in.ts'
import type { Precondition, ReplacedSettings, Restorable } from './settings-store.ts'
import type { SettingsRepository } from './settings-table.ts'

/** What is saved for models, in the storage and in its file. Reading never writes, and each change is in the history. */
export interface SavedSettings extends AsyncDisposable {
  list(): Promise<readonly SettingsEntry[]>
  /** Returns empty settings without a version if nothing is saved for the model. */
  find(model: string): Promise<VersionedEntry>
  /** The settings alone, for a request that is not to wait for the storage: what was read a second ago will do. */
  of(model: string): Promise<ModelSettings>
  /**
   * The others stay, null takes one away; where none is left, nothing is saved any more. Throws `precondition_failed`
   * where it is not allowed.
   */
  merge(model: string, patch: SettingsPatch, origin: ChangeOrigin, ifMatch?: Precondition): Promise<MergedEntry>
  /** Throws `settings_not_found`. */
  remove(model: string, origin: ChangeOrigin, ifMatch?: Precondition): Promise<SettingsEntry>
  /** Removes what may be saved; false where nothing was. */
  forget(model: string, by: string | null): Promise<boolean>
  replace(entry: SettingsEntry, origin: ChangeOrigin, ifMatch?: Precondition): Promise<VersionedEntry>
  /** Gives other models the settings of one, all or none; throws `settings_not_found`. */
  copy(from: string, to: readonly string[], by: string | null): Promise<readonly SettingsEntry[]>
  /** Replaces many, all or none; `change` is given what is saved, by comparable name. */
  replaceMany(
    change: (saved: SavedByName) => readonly SettingsEntry[],
    origin: ChangeOrigin,
  ): Promise<readonly ReplacedSettings[]>
  /** Puts back what was replaced, where that is still what is saved; resolves with the names of these models. */
  restore(replaced: readonly Restorable[], origin: ChangeOrigin): Promise<readonly string[]>
  file(): Promise<SettingsFile>
  /** Replaces what is saved for the models in the file. */
  importFile(file: SettingsFile, origin: ChangeOrigin, options?: ImportOptions): Promise<ImportResult>
  /** Takes over, where nothing is saved, what such a file holds; that of MODEL_SETTINGS_FILE where none is given. */
  migrate(file: SettingsFile | null, origin: ChangeOrigin, options?: ImportOptions): Promise<ImportResult>
  /** The models whose settings a person saved, by comparable name. The same object comes back until that changed. */
  customised(): ReadonlySet<string>
  /** Reads what is saved again, and takes over what somebody wrote into the file since. */
  restart(): Promise<void>
  /** Models whose settings are known without asking the storage. */
  remembered(): number
  health(): readonly Finding[]
}

/** What is saved for a model, or that nothing is. */
export interface VersionedEntry {
  readonly entry: SettingsEntry
  /** Null where nothing is saved. */
  readonly version: string | null
}

export interface MergedEntry extends VersionedEntry {
  readonly outcome: 'changed' | 'same' | 'removed'
}

/** By comparable name. */
export type SavedByName = ReadonlyMap<string, SettingsEntry>

export interface SavedSettingsOptions {
  readonly storage: { readonly settings: SettingsRepository; readonly writtenFiles: WrittenFilesRepository }
  readonly path: string
  readonly clock: Clock
  /** Told of what nobody foresaw while the file was written. */
  readonly report?: (error: unknown) => void
  /** They tell each other what they save, and one of them keeps the file. */
  readonly replicas?: FileExportOptions['replicas'] & {}
}
