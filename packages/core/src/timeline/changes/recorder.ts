import type { EventBus } from '../../events/event-bus.ts'
import { type Clock, timestamp } from '../../kernel/clock.ts'
import { unshared } from '../../replicas/alone.ts'
import type { Lease } from '../../replicas/lease.ts'
import type { TimelineEventRepository, WrittenBy } from '../timeline-event-repository.ts'
import type { LaterKnown } from '../timeline-event-table.ts'
import { type NewEvent, newEvent } from './new-event.ts'
import { toldEvent } from './told-event.ts'

/** Keeps what happens. Nobody waits for it: it is written within seconds. */
export interface Recorder extends Disposable {
  /** Returns the id of the event. */
  add(event: NewEvent): string
  /** What became known of an event later. */
  change(id: string, later: LaterKnown): void
  /** For what every replica sees, and one of them keeps. */
  readonly once: Pick<Recorder, 'add' | 'change'>
}

export interface RecorderOptions {
  readonly repository: Pick<TimelineEventRepository, 'add' | 'change' | 'removeOld'>
  readonly events: Pick<EventBus, 'onAnnounced'>
  readonly clock: Clock
  /** Who keeps what all replicas see; this process when absent. */
  readonly leader?: Lease
}

const hourMs = 3_600_000
const keptMs = 365 * 24 * hourMs
/** Some 25 MB. A server that loads a model every five minutes fills them in a year. */
const maxKept = 100_000

/** Listens until it is disposed. */
export function createRecorder(options: RecorderOptions): Recorder {
  const { repository, events, clock, leader = unshared.leader } = options
  let cleanedAt = Number.NEGATIVE_INFINITY
  /** Servers that are down: the id of the event, to say later until when. */
  const down = new Map<string, string>()

  function add(event: NewEvent, by: WrittenBy = {}): string {
    const whole = newEvent(event, clock)
    repository.add(whole, by)
    const now = clock.now()
    if (now - cleanedAt >= hourMs) {
      cleanedAt = now
      repository.removeOld(timestamp(now - keptMs), maxKept)
    }
    return whole.id
  }

  const stop = events.onAnnounced((event) => {
    const { type, at, instance, detail = null } = event
    const told = toldEvent(event)
    if (told) add(told)
    if (type !== 'ollama.down' && type !== 'ollama.up') return
    const isUp = type === 'ollama.up'
    const id = add({ kind: 'server', type, at, instance: instance ?? null, detail, severity: isUp ? null : 'critical' })
    if (instance === undefined) return
    const since = down.get(instance)
    if (isUp && since !== undefined) repository.change(since, { ended_at: at })
    if (isUp) down.delete(instance)
    else down.set(instance, id)
  })

  return {
    add: (event) => add(event),
    change: (id, later) => repository.change(id, later),
    once: {
      add: (event) => (leader.isHeld() ? add(event, { isFenced: true }) : newEvent(event, clock).id),
      change(id, later) {
        if (leader.isHeld()) repository.change(id, later, { isFenced: true })
      },
    },
    [Symbol.dispose]: stop,
  }
}
