import type { AuditEntry, SettingField } from '@ollama-dashboard/contracts'
import { capitalised, formatCount, formatMoment } from '../../../lib/format.ts'
import { formatSetting, isShown, settingWords } from '../../../lib/models/setting-fields.ts'
import { isAboutSettings } from './action-words.ts'

/** One field before and after, as a person reads it; null: it was not set. */
export interface Change {
  readonly field: string
  readonly label: string
  readonly before: string | null
  readonly after: string | null
}

/** What an entry changed, field by field: of the settings of a model as these are called elsewhere. */
export function changesOf({ action, before, after }: Pick<AuditEntry, 'action' | 'before' | 'after'>): Change[] {
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
  return [...fields].map((field) => {
    const setting =
      isAboutSettings(action) && isShown(field as SettingField) ? (field as keyof typeof settingWords) : null
    const words = (value: unknown) => {
      if (setting && !isRecord(value)) return formatSetting(setting, value)
      return valueWords(value)
    }
    return {
      field,
      label: setting ? settingWords[setting].label : fieldWords(field),
      before: words(valueOf(before, field)),
      after: words(valueOf(after, field)),
    }
  })
}

/** What a record has itself: a field may be called as what every object has. */
export const valueOf = (values: AuditEntry['before'], field: string): unknown =>
  values !== null && Object.hasOwn(values, field) ? values[field] : null

/** "expires_at" → "Expires at". */
const fieldWords = (field: string): string => capitalised(field.replaceAll('_', ' '))

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/

function valueWords(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'number') return formatCount(value)
  if (typeof value === 'string') return moment.test(value) ? formatMoment(value) : value
  if (Array.isArray(value) && !value.some((one) => typeof one === 'object'))
    return value.length === 0 ? 'None' : value.join(', ')
  return JSON.stringify(value)
}

const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)
