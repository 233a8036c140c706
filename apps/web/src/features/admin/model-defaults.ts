import type {
  ModelSettings,
  Recommendation,
  SettingField,
  SettingReason,
  SettingsEntry,
  SettingsProblem,
} from '@ollama-dashboard/contracts'
import { comparableName } from '@ollama-dashboard/contracts/parse-model-name'
import { isShown, type ShownField, shownFields } from '../../lib/models/setting-fields.ts'
import type { AdminSearch, ShownDefaults } from './admin-search.ts'

/** A setting of a model, as saved and as recommended; undefined where it is not. */
export interface SettingLine {
  readonly field: ShownField
  readonly saved: unknown
  /** What holds where nothing is saved; null where it is not known. */
  readonly without: unknown
  readonly recommended: unknown
}

/** The value that counts now: saved, or what holds without that; undefined where neither is known. */
export const inForce = ({ saved, without }: SettingLine): unknown => saved ?? without ?? undefined

/** Settings that one reason explains. */
export interface ReasonedLines {
  readonly why: string
  readonly source: string | null
  readonly lines: readonly SettingLine[]
}

export interface ModelDefaults {
  readonly name: string
  /** Null: nothing is saved. */
  readonly entry: SettingsEntry | null
  /** False only where the list of installed models is known and has it not. */
  readonly isInstalled: boolean
  /** What is recommended for it is still being found out. */
  readonly isComing: boolean
  /** What would be saved for it. Null: not known, for want of rights, of an answer, or of the model. */
  readonly recommended: ModelSettings | null
  /** All recommended values, also those that hold anyway. */
  readonly reasons: readonly SettingReason[]
  readonly differing: readonly ReasonedLines[]
  readonly same: readonly SettingLine[]
  /** Saved, and nothing is recommended for it. */
  readonly kept: readonly SettingLine[]
  /** Why something is not recommended. */
  readonly note: string | null
  /** Why no recommendation could be read for it. */
  readonly problem: string | null
}

export interface DefaultsSources {
  /** Names of the installed models; null while they are not known. */
  readonly installed: readonly string[] | null
  readonly saved: readonly SettingsEntry[]
  readonly advice: Advice | null
  /** The advice is still being found out. */
  readonly isComing?: boolean
}

export interface Advice {
  readonly recommendations: readonly Recommendation[]
  readonly errors: readonly SettingsProblem[]
}

/** Made once: for a thousand names, `localeCompare` takes half of the time that the page has to open. */
const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true })

/** Every model with what is saved and what is recommended: the installed ones by name, then what is saved for others. */
export function modelDefaults({ installed, saved, advice, isComing = false }: DefaultsSources): ModelDefaults[] {
  const entries = new Map(saved.map((entry) => [comparableName(entry.model), entry]))
  const recommendations = new Map(advice?.recommendations.map((one) => [comparableName(one.model), one]))
  const problems = new Map(advice?.errors.map(({ model, message }) => [comparableName(model), message]))
  const here = new Set(installed?.map(comparableName))
  const others = saved.flatMap(({ model }) => (here.has(comparableName(model)) ? [] : [model]))
  const byName = (names: readonly string[]) => names.toSorted(collator.compare)
  return [...byName(installed ?? []), ...byName(others)].map((name): ModelDefaults => {
    const key = comparableName(name)
    const recommendation = recommendations.get(key) ?? null
    const entry = entries.get(key) ?? null
    return {
      name,
      entry: entry && isNothing(entry) ? null : entry,
      isInstalled: installed === null || here.has(key),
      isComing: isComing && here.has(key),
      recommended: recommendation?.settings ?? null,
      reasons: recommendation?.reasons ?? [],
      note: recommendation?.note ?? null,
      problem: problems.get(key) ?? null,
      ...compare(entry?.settings ?? {}, recommendation),
    }
  })
}

/** The API tells of a model that nothing is saved for as well. */
export const isNothing = ({ source, settings }: SettingsEntry): boolean =>
  source === 'default' && Object.keys(settings).length === 0

/** Whether somebody chose some of it: they saved it, or nothing is recommended for it. */
export const isOfPerson = (entry: SettingsEntry, reasons: readonly SettingReason[]): boolean =>
  entry.source === 'user' || Object.keys(entry.settings).some((name) => !reasons.some(({ field }) => field === name))

/** The recommended values that do not hold with what is saved. */
export const missingValues = (reasons: readonly SettingReason[], saved: ModelSettings): ModelSettings =>
  // Each reason carries the value that its field takes.
  Object.fromEntries(
    reasons.filter((reason) => !holds(reason, saved)).map(({ field, value }) => [field, value]),
  ) as ModelSettings

/** What is in force counts: saved, or without that. */
const holds = ({ field, value, without_saved }: SettingReason, saved: ModelSettings): boolean =>
  isSameValue(saved[field] ?? without_saved, value)

function compare(saved: ModelSettings, recommendation: Recommendation | null) {
  const reasons = recommendation?.reasons ?? []
  const lineOf = (field: SettingField, recommended: unknown, without: unknown = null): SettingLine[] =>
    isShown(field) ? [{ field, saved: saved[field], without, recommended }] : []
  const isSame = (reason: SettingReason) => holds(reason, saved)
  const isExplained = (field: SettingField) => reasons.some((reason) => reason.field === field)
  const differing: { why: string; source: string | null; lines: SettingLine[] }[] = []
  for (const { field, value, why, source = null, without_saved } of reasons.filter((reason) => !isSame(reason))) {
    const last = differing.at(-1)
    // A publisher explains several settings at once: said once, for all of them.
    if (last && last.why === why && last.source === source) last.lines.push(...lineOf(field, value, without_saved))
    else differing.push({ why, source, lines: lineOf(field, value, without_saved) })
  }
  return {
    differing: differing.filter(({ lines }) => lines.length > 0),
    same: reasons.filter(isSame).flatMap(({ field, value, without_saved }) => lineOf(field, value, without_saved)),
    kept: shownFields.flatMap((field) =>
      saved[field] === undefined || isExplained(field) ? [] : lineOf(field, undefined),
    ),
  }
}

const isSameValue = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

export const isDiffering = ({ entry, differing }: ModelDefaults): boolean => entry !== null && differing.length > 0

export interface DefaultsCounts {
  readonly installed: number
  readonly saved: number
  readonly differ: number
  readonly unset: number
  readonly person: number
}

export function countDefaults(models: readonly ModelDefaults[]): DefaultsCounts {
  const installed = models.filter(({ isInstalled }) => isInstalled)
  return {
    installed: installed.length,
    saved: models.filter(({ entry }) => entry !== null).length,
    differ: models.filter(matches.differ).length,
    unset: models.filter(matches.unset).length,
    person: models.filter(matches.person).length,
  }
}

const matches: Readonly<Record<ShownDefaults, (model: ModelDefaults) => boolean>> = {
  differ: isDiffering,
  unset: ({ entry, isInstalled }) => entry === null && isInstalled,
  person: ({ entry }) => entry?.source === 'user',
}

/** The models that an address asks for, in the order they came in. */
export function filterDefaults(models: readonly ModelDefaults[], { q, show }: AdminSearch): readonly ModelDefaults[] {
  const words = q?.toLowerCase().split(/\s+/).filter(Boolean) ?? []
  if (words.length === 0 && show === undefined) return models
  return models.filter((model) => {
    const name = model.name.toLowerCase()
    return words.every((word) => name.includes(word)) && (show === undefined || matches[show](model))
  })
}

/** The models that "Apply to all" would change, as the server decides it: those of a person only if it may overwrite. */
export const appliesTo = (models: readonly ModelDefaults[], { overwrite }: { readonly overwrite: boolean }) =>
  models.filter(({ entry, reasons }) => {
    const saved = entry?.settings ?? {}
    const isAsRecommended =
      Object.keys(missingValues(reasons, saved)).length === 0 &&
      Object.keys(saved).every((name) => reasons.some(({ field }) => field === name))
    return reasons.length > 0 && !isAsRecommended && (overwrite || entry?.source !== 'user')
  })
