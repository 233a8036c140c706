import { randomBytes } from 'node:crypto'
import type { DashboardEvent, EventContents } from '@ollama-dashboard/contracts'
import type { Background } from '../kernel/background.ts'
import { keyIdOf, type NamedActor } from '../kernel/call-context.ts'
import type { Clock } from '../kernel/clock.ts'
import { timestamp } from '../kernel/clock.ts'
import { createListeners } from '../kernel/listeners.ts'
import { isProgress } from './event-queue.ts'
import { createPastEvents } from './past-events.ts'

/** `by` is the id of the key that asked for it, where its actor is not at hand. */
export type Announcement = EventContents & { readonly by?: string }

/** What happened here, before it has an id. */
export type Announced = Omit<DashboardEvent, 'id'>

export type Listener = (event: DashboardEvent) => void

/**
 * What happened, told in order to whoever listens, and remembered for a while. Where there are several replicas, all tell
 * the same events under the same ids.
 */
export interface EventBus {
  /** Announces it everywhere; of what somebody asked for, the actor is told too. */
  announce(announcement: Announcement, actor?: NamedActor): void
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
  /** Tells these ids from those of another numbering: of a process before this one, or of replicas that lost theirs. */
  readonly token: string
  /**
   * Hears the events of all replicas. Returns what ends the subscription. A listener that throws is noted, and keeps neither
   * the others from hearing nor the one who announced.
   */
  listen(listener: Listener): () => void
  /** Hears at once what this replica announces, for what must be done once. */
  onAnnounced(listener: (event: Announced) => void): () => void
  /** Calls back when some events will never be told here. Returns what ends it. */
  onMissed(listener: () => void): () => void
}

export function announcedBy(announcement: Announcement, actor: NamedActor | undefined, at: number): Announced {
  const by = actor && keyIdOf(actor)
  return { at: timestamp(at), ...announcement, ...(by && { by }) }
}

/** The events of a process without others. */
export function createEventBus(
  clock: Clock,
  background: Pick<Background, 'failed'>,
  token = randomBytes(4).toString('hex'),
): EventBus {
  const failed = (error: unknown) => background.failed('event listener', error)
  const listeners = createListeners<DashboardEvent>(failed)
  const here = createListeners<Announced>(failed)
  let id = 0
  const past = createPastEvents(() => id)

  function remember(announced: Announced): DashboardEvent {
    id += 1
    const event = { id, ...announced }
    if (!isProgress(event)) past.add(event)
    return event
  }

  return {
    announce(announcement, actor) {
      const event = remember(announcedBy(announcement, actor, clock.now()))
      here.tell(event)
      listeners.tell(event)
    },
    recall: (announcement, at) => void remember(announcedBy(announcement, undefined, at)),
    forget: past.forget,
    recent: past.recent,
    since: past.since,
    get lastId() {
      return id
    },
    token,
    listen: listeners.listen,
    onAnnounced: here.listen,
    onMissed: () => () => {},
  }
}
