import type { SettingOrigin, SettingsEntry } from '@ollama-dashboard/contracts'
import { useKeyName } from '../../../lib/access/key-name.ts'
import { formatAgo } from '../../../lib/format.ts'
import { formatSetting } from '../../../lib/models/setting-fields.ts'
import type { FieldState } from '../settings/settings-fields.ts'

export interface OriginLineProps {
  readonly state: FieldState
  readonly entry: SettingsEntry
  /** What the loaded model has, though neither anything saved nor the server says so. */
  readonly inForce: number | null
}

const originWords: Readonly<Record<SettingOrigin, string>> = { saved: 'saved', modelfile: 'model', server: 'Ollama' }

/** Where the value comes from; of one that was typed, what it was. */
export function OriginLine({ state, entry, inForce }: OriginLineProps) {
  const { field, saved, without, isChanged, isRecommended } = state
  const who = useKeyName(entry.updated_by)
  if (isChanged) {
    // A prompt or a list has no place in a line.
    const before = field === 'system' || field === 'stop' ? null : formatSetting(field, saved ?? without?.value)
    if (before === null) return saved === null ? 'Not saved yet' : `Saved value${whenSaved(entry, who)}`
    const whence = saved !== null ? whenSaved(entry, who) : without && ` from ${originWords[without.origin]}`
    return (
      <>
        {saved === null ? 'Default' : 'Saved value'} <b className="font-medium text-ink-muted">{before}</b>
        {whence && `,${whence}`}
      </>
    )
  }
  const same = isRecommended && ', same as recommended'
  if (saved !== null) {
    return (
      <>
        <b className="font-medium text-ink-muted">Saved</b>
        {whenSaved(entry, who)}
        {entry.source !== 'recommended' && same}
      </>
    )
  }
  if (!without || without.value === null) return inForce === null ? 'Not set' : 'Not set, as loaded now'
  return (
    <>
      From <b className="font-medium text-ink-muted">{originWords[without.origin]}</b>
      {same}
    </>
  )
}

/** " 3 days ago by laptop", as what follows "Saved". */
function whenSaved({ updated_at, updated_by, source }: SettingsEntry, who: string): string {
  const when = updated_at === null ? '' : ` ${formatAgo(updated_at, Date.now())}`
  const how = source === 'recommended' ? ' as recommended' : updated_by === null ? '' : ` by ${who}`
  return `${when}${how}`
}
