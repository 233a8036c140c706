import { WindowList } from '../../../ui/window-list.tsx'
import { useEvenList } from '../use-even-list.ts'
import { SessionCard } from './session-card.tsx'
import type { ShownSession } from './session-list.ts'
import { SessionRow, SessionsHead } from './session-row.tsx'

export interface SessionsListProps {
  readonly sessions: readonly ShownSession[]
  readonly now: number
  readonly unavailable: string | null
}

/** In rem: below that the columns have no room. */
const tableWidth = 56

/** The browsers as a table, or as cards where there is little room. */
export function SessionsList({ sessions, ...shared }: SessionsListProps) {
  const { cards, list } = useEvenList(sessions, { tableWidth })
  return (
    <WindowList label="Sessions" head={<SessionsHead />} {...list}>
      {(index) => {
        const session = sessions[index]
        if (!session) return null
        const props = { ...shared, session, isLast: index === sessions.length - 1 }
        return list.isCards ? (
          <SessionCard {...props} isOpen={cards.open.has(session.id)} onToggle={cards.toggle} />
        ) : (
          <SessionRow {...props} rowIndex={index + 2} />
        )
      }}
    </WindowList>
  )
}
