import type { DashboardEvent } from '@ollama-dashboard/contracts'
import type { EventBus } from './event-bus.ts'

/** How many past events are kept for those who come later. */
export const keptEvents = 256

/** The events that are remembered, in the order of their ids. */
export interface PastEvents extends Pick<EventBus, 'recent' | 'since' | 'forget'> {
  add(event: DashboardEvent): void
  /** In place of those from before; `forgotten` is the id of the last one before them that there may have been. */
  replace(events: readonly DashboardEvent[], forgotten: number): void
}

/** `lastId` is that of the newest event that there was, remembered or not. */
export function createPastEvents(lastId: () => number): PastEvents {
  let past: DashboardEvent[] = []
  let forgotten = 0
  return {
    add(event) {
      past.push(event)
      if (past.length > keptEvents) forgotten = past.shift()?.id ?? forgotten
    },
    replace(events, before) {
      past = events.slice(-keptEvents)
      forgotten = past.length < events.length ? (past[0]?.id ?? before) : before
    },
    forget(through) {
      while ((past[0]?.id ?? Number.POSITIVE_INFINITY) <= through) forgotten = past.shift()?.id ?? forgotten
    },
    recent: (limit) => past.slice(-limit).reverse(),
    since: (after) => (after < forgotten || after > lastId() ? null : past.filter((event) => event.id > after)),
  }
}
