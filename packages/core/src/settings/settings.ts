import type {
  ApplyResult,
  EffectiveSettings,
  ImportResult,
  Recommendation,
  SettingsEntry,
  SettingsHistory,
  SettingsPatch,
  UndoResult,
} from '@ollama-dashboard/contracts'
import type { EventBus } from '../events/event-bus.ts'
import type { InstanceInput, Instances, ModelInput } from '../instances/instances.ts'
import type { CallContext } from '../kernel/call-context.ts'
import type { Clock } from '../kernel/clock.ts'
import type { AllRecommended, SettingsAdvice } from './advice/settings-advice.ts'
import type { SettingsFile } from './file/settings-file.ts'
import type { SavedSettings, VersionedEntry } from './saved-settings.ts'
import type { SettingsChangesRepository } from './settings-changes-table.ts'
import type { Precondition } from './settings-store.ts'

/**
 * Settings of models: saved by name, whichever server a model is on, and recommended for the server that is named, or
 * the default one. Names are taken without a tag too. What cannot be kept fails with `storage_unavailable`.
 */
export interface Settings {
  list(context: CallContext): Promise<readonly SettingsEntry[]>
  find(context: CallContext, input: SettingsInput): Promise<VersionedEntry>
  save(context: CallContext, input: UndoableInput & { readonly patch: SettingsPatch }): Promise<VersionedEntry>
  /** Resolves with the name that they were saved under. */
  remove(context: CallContext, input: UndoableInput): Promise<string>
  /** The last changes of what is saved for a model, page by page; they stay when it is deleted. */
  history(context: CallContext, input: HistoryInput): Promise<SettingsHistory>
  /** Replaces what is saved by what is recommended now. */
  reset(context: CallContext, input: ChangeInput): Promise<VersionedEntry>
  copy(context: CallContext, input: CopySettingsInput): Promise<readonly SettingsEntry[]>
  effective(context: CallContext, input: ModelInput): Promise<EffectiveSettings>
  recommended(context: CallContext, input: ModelInput): Promise<Recommendation>
  allRecommended(context: CallContext, input?: InstanceInput): Promise<AllRecommended>
  applyAllRecommended(context: CallContext, input?: InstanceInput & ApplyOptions): Promise<ApplyResult>
  /** Puts back what was saved before, except where that was changed since. */
  undoApply(context: CallContext, input: InstanceInput & UndoInput): Promise<UndoResult>
  file(context: CallContext): Promise<SettingsFile>
  importFile(context: CallContext, input: ImportInput & { readonly file: SettingsFile }): Promise<ImportResult>
  /** Without a file: the one that MODEL_SETTINGS_FILE names. */
  migrate(context: CallContext, input?: ImportInput & { readonly file?: SettingsFile | null }): Promise<ImportResult>
}

export interface SettingsInput {
  readonly model: string
}

/** `instance` is the server that the event names. */
export interface ChangeInput extends ModelInput {
  readonly ifMatch?: Precondition | undefined
}

export interface UndoableInput extends ChangeInput {
  /** It puts back what was saved before, and its history says so. */
  readonly undo?: boolean | undefined
}

export interface HistoryInput extends SettingsInput {
  /** 20 when absent. */
  readonly limit?: number | undefined
  /** `next` of the page before. */
  readonly before?: number | undefined
}

export interface CopySettingsInput extends InstanceInput {
  readonly from: string
  readonly to: readonly string[]
}

export interface ApplyOptions {
  /** Whether to replace manual settings too. */
  readonly overwrite?: boolean | undefined
}

export interface UndoInput {
  /** What `applyAllRecommended` did. */
  readonly changes: ApplyResult['changes']
}

/** `instance` is the server that the event names. */
export interface ImportInput extends InstanceInput {
  readonly dryRun?: boolean | undefined
  /** As with `UndoableInput`. */
  readonly undo?: boolean | undefined
}

export interface SettingsOptions {
  readonly saved: SavedSettings
  readonly history: Pick<SettingsChangesRepository, 'page'>
  readonly advice: SettingsAdvice
  readonly instances: Instances
  readonly events: EventBus
  readonly clock: Clock
}
