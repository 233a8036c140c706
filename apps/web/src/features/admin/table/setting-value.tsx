import { formatSetting } from '../../../lib/models/setting-fields.ts'
import { inForce, type SettingLine } from '../model-defaults.ts'

/** Texts are told in one line; the whole is in the title. */
export const isText = (value: unknown): boolean => typeof value === 'string' || Array.isArray(value)

export function SettingValue({ field, value }: { readonly field: SettingLine['field']; readonly value: unknown }) {
  const text = formatSetting(field, value)
  if (text === null) return <span className="text-ink-faint">Not set</span>
  return isText(value) ? <span title={text}>{text}</span> : text
}

/** What is saved; where nothing is, what holds without it, in a lighter colour. */
export function SavedValue({ line }: { readonly line: SettingLine }) {
  const { field, saved } = line
  const value = inForce(line)
  if (saved !== undefined || value === undefined) return <SettingValue field={field} value={value} />
  return (
    <span className="text-ink-faint" title="Default, not saved">
      <SettingValue field={field} value={value} />
      <span className="sr-only"> by default</span>
    </span>
  )
}

export interface SettingChangeProps {
  readonly field: SettingLine['field']
  readonly from: unknown
  readonly to: unknown
  /** Where nothing was set, the new value alone. */
  readonly isShort?: boolean
}

/** "16,384 to 32,768", "0.8, removed". */
export const SettingChange = ({ field, from, to, isShort = false }: SettingChangeProps) => (
  <>
    {(from !== undefined || !isShort) && <SettingValue field={field} value={from} />}
    {to === undefined ? (
      ', removed'
    ) : (
      <>
        {(from !== undefined || !isShort) && ' to '}
        <span className="font-medium text-accent-text">
          <SettingValue field={field} value={to} />
        </span>
      </>
    )}
  </>
)
