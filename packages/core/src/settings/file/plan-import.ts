import { isDeepStrictEqual } from 'node:util'
import {
  comparableName,
  type ImportedModel,
  type ModelSettings,
  type SettingField,
  type SettingsEntry,
  settingFields,
} from '@ollama-dashboard/contracts'

export interface PlannedImport extends ImportedModel {
  readonly entry: SettingsEntry
}

export interface PlanOptions {
  /** Models that something is saved for stay as they are. */
  readonly fillIn: boolean
  /** How a model is spelt that nothing is saved for; as in the file when absent. */
  readonly spelled?: ((model: string) => string) | undefined
}

/** What becomes of each entry of a file; `saved` is by comparable name. */
export function planImport(
  entries: readonly SettingsEntry[],
  saved: ReadonlyMap<string, SettingsEntry>,
  { fillIn, spelled = (model) => model }: PlanOptions,
): readonly PlannedImport[] {
  return entries.map((entry) => {
    const before = saved.get(comparableName(entry.model))
    const changes = settingFields.filter((field) => !isDeepStrictEqual(before?.settings[field], entry.settings[field]))
    const model = before?.model ?? spelled(entry.model)
    const plan = (outcome: ImportedModel['outcome']) => ({
      model,
      outcome,
      changes,
      before: pick(before?.settings ?? {}, changes),
      after: pick(entry.settings, changes),
      entry: { ...entry, model },
    })
    if (!before) return plan('new')
    if (isSame(before, entry)) return plan('same')
    return plan(fillIn ? 'kept' : 'replaced')
  })
}

const pick = (settings: ModelSettings, fields: readonly SettingField[]): ModelSettings =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => fields.some((field) => field === name)))

/** Compares settings regardless of who saved them, and when. */
const isSame = (a: SettingsEntry, b: SettingsEntry): boolean => isDeepStrictEqual(essence(a), essence(b))

const essence = ({ settings, source, extra }: SettingsEntry) => ({ settings, source, extra })
