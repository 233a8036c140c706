import type { SettingsEntry } from '@ollama-dashboard/contracts'

/** What is saved for a model, with what tells it from whatever was saved before or after it. */
export interface StoredSettings {
  /** Equal for all names of one model. */
  readonly key: string
  readonly entry: SettingsEntry
  readonly version: string
}

/** One model's settings as they are to be; `entry` is null where they are to be removed. */
export interface SettingsChange {
  readonly key: string
  readonly entry: SettingsEntry | null
  /** The version that is replaced; null where nothing is saved. */
  readonly replaces: string | null
}

/** The settings of models. Every method fails with `storage_unavailable` when it cannot keep its promise. */
export interface SettingsRepository {
  /** Other processes may change what is saved, too. */
  readonly isShared: boolean
  find(key: string): Promise<StoredSettings | null>
  /** By name. */
  all(): Promise<StoredSettings[]>
  /**
   * Makes all changes or none: null where one of them replaces what is there no more. The new versions are in the order
   * of the changes, and on the disk when the promise is kept.
   */
  apply(changes: readonly SettingsChange[]): Promise<readonly string[] | null>
}
