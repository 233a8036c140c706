import type {
  EffectiveSettings,
  Recommendation,
  SettingField,
  SettingReason,
  SettingsEntry,
  SettingsPatch,
} from '@ollama-dashboard/contracts'
import { type ShownField, shownFields } from '../../../lib/models/setting-fields.ts'
import type { Edits } from '../../../lib/settings-drafts.ts'
import { isSameValue, readSetting, type SettingValue, textOf } from '../fields/setting-values.ts'

/** A field of the form: what is in it, what is saved, and what would be without. */
export interface FieldState {
  readonly field: ShownField
  readonly text: string
  /** Why the text cannot be saved. */
  readonly problem: string | null
  /** It differs from what is saved. */
  readonly isChanged: boolean
  /** Somebody else saved another value since this one was typed. */
  readonly hasConflict: boolean
  readonly saved: SettingValue | null
  /** What would be saved; null for nothing. Of a text that means nothing: what is saved. */
  readonly chosen: SettingValue | null
  /** What holds where nothing is saved; null while that is not known. */
  readonly without: EffectiveSettings['options'][number]['without_saved'] | null
  /** Another value makes Ollama load the model anew. */
  readonly reloads: boolean
  readonly recommended: SettingReason | null
  /** What would hold is what is recommended. */
  readonly isRecommended: boolean
}

export type FieldStates = Readonly<Record<ShownField, FieldState>>

/** What the API said of a text; it holds until the text is another. */
export interface Rejection {
  readonly text: string
  readonly message: string
}

export interface FormInput {
  readonly entry: SettingsEntry
  readonly edits: Edits
  /** What was saved when each of them was begun. */
  readonly bases?: Edits
  readonly effective: EffectiveSettings | null
  readonly recommendation: Recommendation | null
  readonly rejected?: Readonly<Partial<Record<string, Rejection>>>
}

export function fieldStates(input: FormInput): FieldStates {
  const { entry, edits, bases = {}, effective, recommendation, rejected = {} } = input
  const states = shownFields.map((field): FieldState => {
    const saved = entry.settings[field] ?? null
    const text = edits[field] ?? textOf(field, saved)
    const reading = edits[field] === undefined ? { value: saved } : readSetting(field, text)
    const refused = rejected[field]?.text === text ? (rejected[field]?.message ?? null) : null
    const chosen = 'value' in reading ? reading.value : saved
    const isChanged = 'problem' in reading || !isSameValue(chosen, saved)
    const option = effective?.options.find((one) => one.field === field)
    const recommended = recommendation?.reasons.find((reason) => reason.field === field) ?? null
    return {
      field,
      text,
      problem: 'problem' in reading ? reading.problem : refused,
      isChanged,
      hasConflict: isChanged && (bases[field] ?? textOf(field, saved)) !== textOf(field, saved),
      saved,
      chosen,
      without: option?.without_saved ?? null,
      reloads: option?.reloads ?? false,
      recommended,
      isRecommended: recommended !== null && isSameValue(chosen ?? option?.without_saved.value, recommended.value),
    }
  })
  // One state for each field, by its name.
  return Object.fromEntries(states.map((state) => [state.field, state])) as Record<ShownField, FieldState>
}

/** Whether a text says what is saved anyway. */
export function isIdle(settings: SettingsEntry['settings'], field: ShownField, text: string): boolean {
  const reading = readSetting(field, text)
  return 'value' in reading && isSameValue(reading.value, settings[field])
}

export const changedFields = (fields: FieldStates): FieldState[] =>
  Object.values(fields).filter(({ isChanged }) => isChanged)

/** Only what differs from what is saved; null takes a field away. */
export const patchOf = (fields: FieldStates): SettingsPatch =>
  Object.fromEntries(changedFields(fields).map(({ field, chosen }) => [field, chosen]))

/** Whether somebody else gave a field of a patch another value since, and not the one that the patch gives it. */
export const overtakes = (
  saved: SettingsEntry['settings'],
  { patch, before }: { readonly patch: SettingsPatch; readonly before: SettingsEntry['settings'] },
): boolean =>
  (Object.keys(patch) as SettingField[]).some(
    (name) => !isSameValue(saved[name], before[name]) && !isSameValue(saved[name], patch[name]),
  )

/** What is saved for some fields, as the form would have it. */
export const savedTexts = (settings: SettingsEntry['settings'], fields: readonly string[]): Edits =>
  Object.fromEntries(
    shownFields
      .filter((field) => fields.includes(field))
      .map((field) => [field, textOf(field, settings[field] ?? null)]),
  )

/** The fields whose value differs from the recommended one. */
export const differences = (fields: FieldStates): FieldState[] =>
  Object.values(fields).filter(({ recommended, isRecommended }) => recommended !== null && !isRecommended)

/** The patch that makes settings as they were before. */
export function diffPatch(from: SettingsEntry['settings'], to: SettingsEntry['settings']): SettingsPatch {
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])] as SettingField[]
  return Object.fromEntries(
    names.filter((name) => !isSameValue(from[name], to[name])).map((name) => [name, to[name] ?? null]),
  )
}

/** The patch that takes another back: what it does not name may be somebody else's by now. */
export const inversePatch = (patch: SettingsPatch, before: SettingsEntry['settings']): SettingsPatch =>
  Object.fromEntries((Object.keys(patch) as SettingField[]).map((name) => [name, before[name] ?? null]))
