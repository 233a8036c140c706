import type { ApiKey } from '@ollama-dashboard/contracts'
import { narrowingLine, wholeNarrowing } from '../../../../lib/access/narrowing-words.ts'
import { capitalised, formatAgo, formatUntil } from '../../../../lib/format.ts'
import { Badge } from '../../../../ui/badge.tsx'
import { Status } from '../../../../ui/status.tsx'
import { isRotating, stateOf } from '../key-list.ts'

export interface KeyMarkProps {
  readonly apiKey: ApiKey
  readonly now: number
}

/** Whether a key is over, or soon will be; nothing where it works on. */
export function KeyStatus({ apiKey, now }: KeyMarkProps) {
  const state = stateOf(apiKey, now)
  if (state === 'works') return null
  if (state === 'soon' && apiKey.expires_at !== null)
    return <Status kind="attention">{capitalised(formatAgo(apiKey.expires_at, now))}</Status>
  return <Status kind="off">{state === 'expired' ? 'Expired' : 'Revoked'}</Status>
}

/** What narrows the key; nothing where nothing does. The whole of it stands in its menu. */
export const NarrowingLine = ({ apiKey: { grant } }: Pick<KeyMarkProps, 'apiKey'>) =>
  grant && (
    <span className="truncate text-small font-normal text-ink-muted" title={wholeNarrowing(grant)}>
      {narrowingLine(grant)}
    </span>
  )

/** That the key which was replaced still works. */
export function RotatingBadge({ apiKey, now }: KeyMarkProps) {
  if (apiKey.replaced_until === null || !isRotating(apiKey, now)) return null
  return (
    <span title={`The previous key works until ${formatUntil(apiKey.replaced_until, now)}`}>
      <Badge>Rotating</Badge>
    </span>
  )
}
