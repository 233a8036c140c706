import type { AuditEntry, SettingField, SettingsPatch } from '@ollama-dashboard/contracts'
import { isShown } from '../../lib/models/setting-fields.ts'
import { toldIn } from './words/change-words.ts'

type SettingsChange = AuditEntry & { readonly target: string }

/** These changed what is saved for the one model that is their target. */
const undoable: ReadonlySet<string> = new Set(['settings.save', 'settings.remove', 'settings.reset'])

/** Of these the log keeps how long they are. */
const texts: ReadonlySet<SettingField> = new Set(['system', 'stop'] as const)

export const isUndoable = (entry: AuditEntry): entry is SettingsChange =>
  undoable.has(entry.action) &&
  entry.outcome === 'done' &&
  entry.target !== null &&
  Object.keys({ ...entry.before, ...entry.after }).length > 0

export interface SettingsBack {
  readonly model: string
  /** What the change saved: where that is no more so, it is not undone. */
  readonly after: SettingsPatch
  /** What was before; null takes a setting away. */
  readonly before: SettingsPatch
}

/** What undoes a change of settings; null where the log does not tell all that was before. */
export function settingsBack({ target, before, after }: SettingsChange): SettingsBack | null {
  const fields = Object.keys({ ...before, ...after }) as SettingField[]
  const valuesOf = (values: AuditEntry['before']) =>
    Object.fromEntries(fields.map((field) => [field, toldIn(values, field)])) as SettingsPatch
  const isTold = fields.every((field) => isShown(field) && !texts.has(field))
  return isTold ? { model: target, after: valuesOf(after), before: valuesOf(before) } : null
}
