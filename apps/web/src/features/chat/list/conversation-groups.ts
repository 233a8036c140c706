import type { ListedConversation } from '@ollama-dashboard/contracts'
import { formatDayBefore, formatTime, formatWeekday } from '../../../lib/format.ts'

export interface ConversationGroup {
  readonly heading: string
  readonly conversations: readonly ListedConversation[]
}

const day = 86_400_000

/** How many midnights lie between, where the person is. */
function daysAgo(time: number, now: number): number {
  const midnight = (at: number) => new Date(at).setHours(0, 0, 0, 0)
  // A day of a change of clocks has 23 or 25 hours.
  return Math.round((midnight(now) - midnight(time)) / day)
}

function headingOf(time: number, now: number): string {
  const days = daysAgo(time, now)
  if (days <= 0) return 'Today'
  if (days === 1) return 'Yesterday'
  if (days <= 7) return 'Previous 7 days'
  return days <= 30 ? 'Previous 30 days' : 'Earlier'
}

/** Conversations as they come: the pinned ones first, the others by when they were last used. */
export function groupConversations(conversations: readonly ListedConversation[], now: number): ConversationGroup[] {
  const groups = Map.groupBy(conversations, ({ pinned, updated_at }) =>
    pinned ? 'Pinned' : headingOf(Date.parse(updated_at), now),
  )
  return [...groups].map(([heading, those]) => ({ heading, conversations: those }))
}

/** "now", "13:48", "Sun", "3 Nov", "3 Nov 2025". */
export function conversationTime(updatedAt: string, now: number): string {
  const time = Date.parse(updatedAt)
  if (now - time < 60_000) return 'now'
  const days = daysAgo(time, now)
  if (days <= 1) return formatTime(time)
  return days < 7 ? formatWeekday(time) : formatDayBefore(time, now)
}
