import { isDeepStrictEqual } from 'node:util'
import type {
  ApplyResult,
  EffectiveSettings,
  ImportResult,
  Recommendation,
  SettingsEntry,
  SettingsPatch,
} from '@ollama-dashboard/contracts'
import type { EventBus } from '../events/event-bus.ts'
import type { Instances } from '../instances/instances.ts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import { distinctModels } from '../models/actions/bulk-start.ts'
import type { Caller } from '../models/models.ts'
import { comparableName, normalizeModelName } from '../ollama/model-name.ts'
import type { AllRecommended, SettingsAdvice } from './advice/settings-advice.ts'
import { isCustom } from './customised.ts'
import type { SettingsFile } from './file/settings-file.ts'
import type { ImportOptions, SavedSettings, VersionedEntry } from './saved-settings.ts'
import type { Precondition } from './settings-store.ts'

/**
 * Settings of models: saved by name, whichever server a model is on, and recommended for the server that is named, or
 * the default one. Names are taken without a tag too. What cannot be kept fails with `storage_unavailable`.
 */
export interface Settings {
  list(): Promise<readonly SettingsEntry[]>
  find(model: string): Promise<VersionedEntry>
  save(model: string, patch: SettingsPatch, caller: Caller, options?: SaveOptions): Promise<VersionedEntry>
  remove(model: string, caller: Caller, options?: SaveOptions): Promise<string>
  /** Replaces what is saved by what is recommended now. */
  reset(model: string, caller: Caller, options?: SaveOptions): Promise<VersionedEntry>
  copy(from: string, to: readonly string[], caller: Caller, instance?: string): Promise<readonly SettingsEntry[]>
  effective(model: string, instance?: string): Promise<EffectiveSettings>
  recommended(model: string, instance?: string): Promise<Recommendation>
  allRecommended(caller: Caller, instance?: string): Promise<AllRecommended>
  applyAllRecommended(options: { overwrite?: boolean }, caller: Caller, instance?: string): Promise<ApplyResult>
  file(): Promise<SettingsFile>
  importFile(file: SettingsFile, caller: Caller, options?: ImportCallOptions): Promise<ImportResult>
  /** Null: the file that MODEL_SETTINGS_FILE names. */
  migrate(file: SettingsFile | null, caller: Caller, options?: ImportCallOptions): Promise<ImportResult>
}

export interface SaveOptions {
  /** Which server the event names. */
  readonly instance?: string | undefined
  readonly isAllowed?: Precondition | undefined
}

export interface ImportCallOptions extends ImportOptions {
  /** Which server the event names. */
  readonly instance?: string | undefined
}

export interface SettingsOptions {
  readonly saved: SavedSettings
  readonly advice: SettingsAdvice
  readonly instances: Instances
  readonly events: EventBus
  readonly clock: Clock
}

export function createSettings({ saved, advice, instances, events, clock }: SettingsOptions): Settings {
  function announce(
    type: 'settings.saved' | 'settings.removed',
    { keyId }: Caller,
    instance: string | undefined,
    what: { readonly model?: string; readonly detail?: string },
  ) {
    events.announce({ type, instance: instances.find(instance).name, ...(keyId && { by: keyId }), ...what })
  }

  /** How models are spelt: as Ollama does where they are installed, the first server that has one before the others. */
  function spelling(): (name: string) => string {
    const installed = instances.all().flatMap(({ installed }) => installed.current().value ?? [])
    const names = new Map(installed.toReversed().map(({ name }) => [comparableName(name), name]))
    return (name) => names.get(comparableName(name)) ?? normalizeModelName(name)
  }

  const recommendedEntry = ({ model, settings }: Recommendation, { keyId }: Caller): SettingsEntry => ({
    model,
    settings,
    source: 'recommended',
    updated_at: timestamp(clock.now()),
    updated_by: keyId,
  })

  async function imported(
    caller: Caller,
    { instance, dryRun }: ImportCallOptions,
    take: (options: ImportOptions) => Promise<ImportResult>,
  ): Promise<ImportResult> {
    instances.find(instance)
    const result = await take({ dryRun, spelled: spelling() })
    const detail = `imported for ${modelCount(result.imported)}`
    if (result.imported > 0 && !dryRun) announce('settings.saved', caller, instance, { detail })
    return result
  }

  return {
    list: saved.list,
    find: saved.find,

    async save(name, patch, caller, { instance, isAllowed } = {}) {
      // Before anything is saved: an unknown server is no reason to.
      instances.find(instance)
      const model = spelling()(name)
      const made = await saved.merge(model, patch, caller.keyId, isAllowed)
      if (made.outcome === 'changed') announce('settings.saved', caller, instance, { model })
      if (made.outcome === 'removed') announce('settings.removed', caller, instance, { model })
      return made
    },

    async remove(name, caller, { instance, isAllowed } = {}) {
      instances.find(instance)
      const { model } = await saved.remove(normalizeModelName(name), isAllowed)
      announce('settings.removed', caller, instance, { model })
      return model
    },

    async reset(name, caller, { instance, isAllowed } = {}) {
      const recommendation = await advice.recommended(instances.find(instance), normalizeModelName(name))
      const made = await saved.replace(recommendedEntry(recommendation, caller), isAllowed)
      announce('settings.saved', caller, instance, { model: made.entry.model, detail: 'Reset to what is recommended.' })
      return made
    },

    async copy(from, to, caller, instance) {
      instances.find(instance)
      const targets = distinctModels(to, 'to').map(spelling())
      const copies = await saved.copy(normalizeModelName(from), targets, caller.keyId)
      const detail = `Copied from "${normalizeModelName(from)}".`
      for (const { model } of copies) announce('settings.saved', caller, instance, { model, detail })
      return copies
    },

    async effective(name, instance) {
      const { entry } = await saved.find(name)
      return advice.effective(instances.find(instance), normalizeModelName(name), entry.settings)
    },
    recommended: async (name, instance) => advice.recommended(instances.find(instance), normalizeModelName(name)),
    allRecommended: async ({ signal }, instance) => advice.allRecommended(instances.find(instance), signal),

    async applyAllRecommended({ overwrite = false }, caller, instance) {
      const { recommendations, errors } = await advice.allRecommended(instances.find(instance), caller.signal)
      let applied: readonly Recommendation[] = []
      await saved.replaceMany((before) => {
        applied = recommendations.filter(({ model, settings }) => {
          const entry = before.get(comparableName(model))
          if (Object.keys(settings).length === 0) return false
          if (!entry) return true
          if (isCustom(entry)) return overwrite
          return !isDeepStrictEqual(entry.settings, settings)
        })
        return applied.map((recommendation) => recommendedEntry(recommendation, caller))
      })
      const detail = `recommended ones saved for ${modelCount(applied.length)}`
      if (applied.length > 0) announce('settings.saved', caller, instance, { detail })
      return { applied: applied.length, skipped: recommendations.length - applied.length, errors: [...errors] }
    },

    file: saved.file,
    importFile: (file, caller, options = {}) => imported(caller, options, (how) => saved.importFile(file, how)),
    migrate: (file, caller, options = {}) => imported(caller, options, (how) => saved.migrate(file, how)),
  }
}

const modelCount = (count: number): string => (count === 1 ? '1 model' : `${count} models`)
