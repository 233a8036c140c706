import { formatSetting, settingWords } from '../../lib/setting-fields.ts'
import type { SettingLine } from './model-defaults.ts'

/** Texts are told in one line; the whole is in the title. */
const isText = (value: unknown): boolean => typeof value === 'string' || Array.isArray(value)

export function SettingValue({ field, value }: { readonly field: SettingLine['field']; readonly value: unknown }) {
  const text = formatSetting(field, value)
  if (text === null) return <span className="text-ink-faint">Not set</span>
  return isText(value) ? <span title={text}>{text}</span> : text
}

/** "Context length 32,768, Top k 20" */
export const listOfSettings = (lines: readonly SettingLine[]): string =>
  lines.map(({ field, saved }) => `${settingWords[field].label} ${formatSetting(field, saved)}`).join(', ')
