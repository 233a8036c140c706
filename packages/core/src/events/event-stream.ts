import type { DashboardEvent, ServerSentEvent, Snapshot, SystemStats } from '@ollama-dashboard/contracts'
import type { CallContext } from '../kernel/call-context.ts'
import type { EventBus } from './event-bus.ts'
import { createEventQueue } from './event-queue.ts'
import { seenEvent } from './seen-event.ts'

/** Max events queued per listener. One that is further behind gets a snapshot instead. */
const waitingAtMost = 256

export interface EventStreamOptions {
  readonly events: EventBus
  /** How things stand now, as far as the caller sees them. */
  readonly snapshot: (context: CallContext) => Promise<Snapshot>
  /** Aborts when there will be no more events. */
  readonly closing: AbortSignal
  /** Called when somebody listens; the returned function when that one has left. */
  readonly watch: () => () => void
  /** Calls back when more is known than the last snapshot could tell, though no event says so; returns what ends it. */
  readonly onFirstAnswer: (listener: () => void) => () => void
  /** Calls back with each sample of the host, every second; the same object for all listeners. Returns what ends it. */
  readonly onStats: (listener: (stats: SystemStats) => void) => () => void
}

export interface Subscription {
  /**
   * The id that the caller saw last. What came since is told in place of the snapshot, if something did and all of it is
   * still known.
   */
  readonly after?: string | undefined
  /** Also tells what the host is like, every second. */
  readonly stats?: boolean | undefined
}

export type EventMessage = ServerSentEvent<Snapshot | DashboardEvent | SystemStats>

/**
 * A `snapshot`, then each event under the name of its type, until the signal aborts. An event of the moment of the
 * snapshot may be in it and follow too. A listener that does not keep up loses the events that wait for it and gets a
 * new snapshot: whoever stops reading costs a bounded amount.
 */
export function createEventStream(options: EventStreamOptions) {
  const { events, snapshot, closing, watch, onFirstAnswer, onStats } = options

  const idOf = (id: number) => `${events.token}-${id}`

  function missed(after: string | undefined): readonly DashboardEvent[] | null {
    const [, from, id] = after?.match(/^(\w+)-(\d{1,15})$/) ?? []
    return from === events.token ? events.since(Number(id)) : null
  }

  return async function* subscribe(
    context: CallContext,
    { after, stats: wantsStats }: Subscription = {},
  ): AsyncGenerator<EventMessage, void, void> {
    const { actor, signal } = context
    let wake = () => {}
    /** The last sample that was not told: a listener that is slow misses those before it. */
    let stats: SystemStats | null = null
    const since = (missed(after) ?? []).flatMap((event) => seenEvent(actor, event) ?? [])
    const queue = createEventQueue(waitingAtMost, since)
    // Also of who missed nothing: an answer that begins with the next event is given up by clients and proxies.
    let isBehind = since.length === 0
    const endListening = events.listen((event) => {
      // The snapshot will tell it.
      if (isBehind) return
      const seen = seenEvent(actor, event)
      if (!seen) return
      isBehind = !queue.add(seen)
      wake()
    })
    const beginAnew = () => {
      queue.clear()
      isBehind = true
      wake()
    }
    const endAnswers = onFirstAnswer(beginAnew)
    const endMissed = events.onMissed(beginAnew)
    const endWatching = watch()
    const endStats = wantsStats
      ? onStats((sample) => {
          stats = sample
          wake()
        })
      : () => {}
    const stop = () => wake()
    signal.addEventListener('abort', stop)
    closing.addEventListener('abort', stop)
    try {
      while (!signal.aborted && !closing.aborted) {
        if (isBehind) {
          isBehind = false
          const id = idOf(events.lastId)
          yield { event: 'snapshot', id, data: await snapshot(context) }
          continue
        }
        const event = queue.take()
        if (event) {
          yield { event: event.type, id: idOf(event.id), data: event }
        } else if (stats) {
          const data: SystemStats = stats
          stats = null
          yield { event: 'stats', data }
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
      }
    } finally {
      endListening()
      endAnswers()
      endMissed()
      endWatching()
      endStats()
      signal.removeEventListener('abort', stop)
      closing.removeEventListener('abort', stop)
    }
  }
}
