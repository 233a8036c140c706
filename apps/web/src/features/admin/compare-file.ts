import type { ModelSettings, SettingsEntry } from '@ollama-dashboard/contracts'
import { type ShownField, shownFields } from '../../lib/setting-fields.ts'
import { type FileEntry, keyOfModel } from './settings-file.ts'

/** What an import does to a model. */
export type Outcome = 'new' | 'replaced' | 'same' | 'kept'

export interface PlannedImport {
  readonly name: string
  readonly outcome: Outcome
  /** The settings that it would give other values. */
  readonly changes: readonly ShownField[]
}

export interface PlanOptions {
  /** Models that something is saved for stay as they are. */
  readonly fillIn: boolean
}

/** What would become of each model of a file, replaced ones first. */
export function planImport(
  entries: readonly FileEntry[],
  saved: readonly SettingsEntry[],
  { fillIn }: PlanOptions,
): PlannedImport[] {
  const before = new Map(saved.map((entry) => [keyOfModel(entry.model), entry]))
  const plan = entries.map((entry): PlannedImport => {
    const now = before.get(entry.key)
    const name = now?.model ?? entry.written.trim()
    const changes = changesOf(now?.settings ?? {}, entry.settings)
    if (!now) return { name, outcome: 'new', changes }
    if (isSame(now, entry)) return { name, outcome: 'same', changes: [] }
    return { name, outcome: fillIn ? 'kept' : 'replaced', changes }
  })
  return plan.toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome))
}

const order: readonly Outcome[] = ['replaced', 'new', 'kept', 'same']

function changesOf(before: ModelSettings, after: FileEntry['settings']): ShownField[] {
  return shownFields.filter((field) => !isEqual(before[field], after[field]))
}

/** Whoever saved it, and when: as the server tells two entries apart. */
const isSame = ({ settings, source, extra = {} }: SettingsEntry, entry: FileEntry): boolean =>
  source === entry.source && isEqual(settings, entry.settings) && isEqual(extra, entry.extra)

function isEqual(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b)
  const [own, other] = [new Map(Object.entries(a)), new Map(Object.entries(b))]
  return (
    Array.isArray(a) === Array.isArray(b) &&
    own.size === other.size &&
    [...own].every(([key, value]) => other.has(key) && isEqual(value, other.get(key)))
  )
}
