import type { SettingOrigin, SettingsEntry } from '@ollama-dashboard/contracts'
import { formatAgo } from '../../../lib/format.ts'
import { formatSetting } from '../../../lib/models/setting-fields.ts'
import type { FieldState } from '../settings/settings-fields.ts'

export interface OriginLineProps {
  readonly state: FieldState
  readonly entry: SettingsEntry
}

const originWords: Readonly<Record<SettingOrigin, string>> = { saved: 'saved', modelfile: 'model', server: 'server' }

/** Where the value comes from; of one that was typed, what it was. */
export function OriginLine({ state, entry }: OriginLineProps) {
  const { field, saved, without, isChanged, isRecommended } = state
  if (isChanged) {
    // A prompt or a list has no place in a line.
    const before = field === 'system' || field === 'stop' ? null : formatSetting(field, saved ?? without?.value)
    const whence = saved !== null ? whenSaved(entry) : without && `from ${originWords[without.origin]}`
    if (before === null) return saved === null ? 'Not saved yet' : `Was ${whence}`
    return (
      <>
        Was <b className="font-medium text-ink-muted">{before}</b>
        {whence && `, ${whence}`}
      </>
    )
  }
  const same = isRecommended && ', same as recommended'
  if (saved !== null) {
    return (
      <>
        <b className="font-medium text-ink-muted">Saved</b>
        {whenSaved(entry).slice('saved'.length)}
        {entry.source !== 'recommended' && same}
      </>
    )
  }
  if (!without || without.value === null) return 'Not set'
  return (
    <>
      From <b className="font-medium text-ink-muted">{originWords[without.origin]}</b>
      {same}
    </>
  )
}

/** "saved 3 days ago by laptop". */
function whenSaved({ updated_at, updated_by, source }: SettingsEntry): string {
  const when = updated_at === null ? '' : ` ${formatAgo(updated_at, Date.now())}`
  const who = source === 'recommended' ? ' as recommended' : updated_by === null ? '' : ` by ${updated_by}`
  return `saved${when}${who}`
}
