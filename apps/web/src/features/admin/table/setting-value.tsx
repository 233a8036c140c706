import { formatSetting } from '../../../lib/models/setting-fields.ts'
import type { SettingLine } from '../model-defaults.ts'

/** Texts are told in one line; the whole is in the title. */
export const isText = (value: unknown): boolean => typeof value === 'string' || Array.isArray(value)

export function SettingValue({ field, value }: { readonly field: SettingLine['field']; readonly value: unknown }) {
  const text = formatSetting(field, value)
  if (text === null) return <span className="text-ink-faint">Not set</span>
  return isText(value) ? <span title={text}>{text}</span> : text
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
