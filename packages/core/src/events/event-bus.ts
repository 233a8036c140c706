import type { DashboardEvent, EventContents } from '@ollama-dashboard/contracts'
import type { Background } from '../kernel/background.ts'
import { type Actor, keyIdOf } from '../kernel/call-context.ts'
import type { Clock } from '../kernel/clock.ts'
import { timestamp } from '../kernel/clock.ts'

/** How many past events are kept for those who come later. */
const kept = 256

/** `by` is the id of the key that asked for it, where its actor is not at hand. */
export type Announcement = EventContents & { readonly by?: string }

export type Listener = (event: DashboardEvent) => void

export interface EventBus {
  /** Tells everybody who listens; of what somebody asked for, the actor is told too. */
  announce(announcement: Announcement, actor?: Actor): void
  /** Remembers what happened at an earlier time (milliseconds since the epoch), and tells nobody. Call it in their order. */
  recall(announcement: Announcement, at: number): void
  /** Forgets that event and all before it. */
  forget(id: number): void
  /** Newest first. */
  recent(limit: number): readonly DashboardEvent[]
  /** What is remembered of the time after that event, oldest first; null when some of it is forgotten, or it never was. */
  since(id: number): readonly DashboardEvent[] | null
  /** Zero before the first event. */
  readonly lastId: number
  /** Returns what ends the subscription. A listener that throws is noted, and keeps neither the others from hearing nor the one who announced. */
  listen(listener: Listener): () => void
}

/** Progress is worth nothing once there is more of it: it is not remembered, since it would push out everything else. */
export const isProgress = ({ type }: DashboardEvent): boolean => type.endsWith('.progress')

/** What happened, told in order to whoever listens, and remembered for a while. */
export function createEventBus(clock: Clock, background: Pick<Background, 'failed'>): EventBus {
  const past: DashboardEvent[] = []
  const listeners = new Set<Listener>()
  let id = 0
  let forgotten = 0

  function remember(announcement: Announcement, at: number): DashboardEvent {
    id += 1
    const event = { id, at: timestamp(at), ...announcement }
    if (!isProgress(event)) past.push(event)
    if (past.length > kept) forgotten = past.shift()?.id ?? forgotten
    return event
  }

  return {
    announce(announcement, actor) {
      const by = actor && keyIdOf(actor)
      const event = remember({ ...announcement, ...(by && { by }) }, clock.now())
      for (const listener of listeners) {
        try {
          listener(event)
        } catch (error) {
          background.failed('event listener', error)
        }
      }
    },
    recall: (announcement, at) => void remember(announcement, at),
    forget(through) {
      while ((past[0]?.id ?? Number.POSITIVE_INFINITY) <= through) forgotten = past.shift()?.id ?? forgotten
    },
    recent: (limit) => past.slice(-limit).reverse(),
    since: (after) => (after < forgotten || after > id ? null : past.filter((event) => event.id > after)),
    get lastId() {
      return id
    },
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
