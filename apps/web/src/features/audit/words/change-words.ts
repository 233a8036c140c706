import type { AuditEntry, SettingField } from '@ollama-dashboard/contracts'
import { wholeNarrowing } from '../../../lib/access/narrowing-words.ts'
import { wordsOf as wordsOfOperation } from '../../../lib/access/operation-words.ts'
import { roleName } from '../../../lib/access/roles.ts'
import { capitalised, formatBytes, formatCount, formatMoment, formatSpan } from '../../../lib/format.ts'
import { formatSetting, isShown, settingWords } from '../../../lib/models/setting-fields.ts'

/** One field before and after, as a person reads it; null: it was not set. */
export interface Change {
  readonly field: string
  readonly label: string
  readonly before: string | null
  readonly after: string | null
}

/** What an entry changed, field by field. Settings of models are called as elsewhere. */
export function changesOf({ before, after }: Pick<AuditEntry, 'before' | 'after'>): Change[] {
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
  return [...fields]
    .map((field) => ({
      field,
      label: labelOf(field),
      before: wordsOf(field, toldIn(before, field)),
      after: wordsOf(field, toldIn(after, field)),
    }))
    .filter((change) => change.before !== null || change.after !== null)
}

/** What a record has itself: a field may be called as what every object has. */
export const toldIn = (values: AuditEntry['before'], field: string): unknown =>
  values !== null && Object.hasOwn(values, field) ? values[field] : null

const isSetting = (field: string) => isShown(field as SettingField)

/** As the forms of keys and roles call them. */
const formWords: Readonly<Record<string, string>> = {
  grant: 'Narrowed to',
  expires_at: 'Expires',
  replaced_until: 'Previous key works until',
  based_on: 'Starts from',
  allow: 'May also',
  deny: 'May not',
}

/** "Context length" for `num_ctx`, "Narrowed to" for `grant`, "Freed" for `freed_bytes`. */
function labelOf(field: string): string {
  if (isShown(field as SettingField)) return settingWords[field as keyof typeof settingWords].label
  if (Object.hasOwn(formWords, field)) return formWords[field] ?? field
  return capitalised(field.replace(/_(?:bytes|seconds)$/, '').replaceAll('_', ' '))
}

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/

function wordsOf(field: string, value: unknown): string | null {
  // A text that is empty was not given.
  if (value === null || value === undefined || value === '') return null
  if (field === 'allow' || field === 'deny') return permissionsWords(value)
  if (field === 'grant') return wholeNarrowing(value)
  if (field === 'role' || field === 'based_on') return roleName(String(value))
  if (Array.isArray(value)) return value.map((one) => wordsOf('', one) ?? 'none').join(', ') || 'None'
  // Several settings, or the settings of several models: one a line.
  if (typeof value === 'object') return Object.entries(value).map(lineOf).join('\n') || 'None'
  if (isSetting(field)) return formatSetting(field as SettingField, value)
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'number') return amountWords(field, value)
  return moment.test(String(value)) ? formatMoment(String(value)) : String(value)
}

/** One a line, as the form of a role has them; patterns as they are. */
function permissionsWords(value: unknown): string {
  const permissions = Array.isArray(value) ? value.map(String) : []
  return permissions.map(wordsOfOperation).join('\n') || 'None'
}

const lineOf = ([field, value]: readonly [string, unknown]): string =>
  `${Array.isArray(value) ? field : labelOf(field)}: ${wordsOf(field, value) ?? 'not set'}`

function amountWords(field: string, value: number): string {
  if (field.endsWith('_bytes')) return formatBytes(value)
  return field.endsWith('_seconds') ? formatSpan(value) : formatCount(value)
}
