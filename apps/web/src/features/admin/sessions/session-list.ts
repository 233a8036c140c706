import type { BrowserSession } from '@ollama-dashboard/contracts'
import { keyName } from '../../../lib/access/key-name.ts'
import { formatCount } from '../../../lib/format.ts'
import type { SessionsSearch } from './sessions-search.ts'

/** With what people call its key. */
export interface ShownSession extends BrowserSession {
  readonly keyName: string
}

export const browserOf = ({ browser }: BrowserSession): string => browser ?? 'Unknown browser'

/** The sessions that the address asks for: this browser first, then those that were seen last. */
export function shownSessions(
  sessions: readonly BrowserSession[],
  names: Readonly<Record<string, string>>,
  { q = '', own }: SessionsSearch,
  ownKey: string | null,
): ShownSession[] {
  const wanted = q.toLowerCase()
  return sessions
    .map((session) => ({ ...session, keyName: keyName(session.key_id, names) }))
    .filter(({ key_id }) => !own || key_id === ownKey)
    .filter((session) =>
      [browserOf(session), session.keyName, session.address ?? ''].some((text) => text.toLowerCase().includes(wanted)),
    )
    .sort((a, b) => Number(b.is_current) - Number(a.is_current))
}

export const countWords = (count: number): string => (count === 1 ? '1 session' : `${formatCount(count)} sessions`)
