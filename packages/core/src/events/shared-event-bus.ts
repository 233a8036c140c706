import { randomBytes } from 'node:crypto'
import type { DashboardEvent } from '@ollama-dashboard/contracts'
import type { Background } from '../kernel/background.ts'
import type { Clock } from '../kernel/clock.ts'
import { createListeners } from '../kernel/listeners.ts'
import type { Replicas } from '../replicas/replicas.ts'
import { LinkDown } from '../replicas/shared-link.ts'
import { type Announced, announcedBy, type EventBus } from './event-bus.ts'
import { createEventQueue, isProgress } from './event-queue.ts'
import { appendEvents, eventKeys, eventsChannel, readEvents } from './event-scripts.ts'
import { createPastEvents, keptEvents } from './past-events.ts'
import { type SharedEvents, sharedEventsOf, storedEventsOf } from './shared-events.ts'

/** Of those that are announced faster than Redis takes them; beyond, everybody reads anew how things stand. */
const waitingAtMost = 256
/** Events go together, at most so many each time: a replica appends some 3,000 a second at most. */
const atOnce = 64
const pauseMs = 20
const againMs = 5000

export interface SharedEventBusOptions {
  readonly replicas: Pick<Replicas, 'id' | 'link'>
  readonly clock: Clock
  readonly background: Pick<Background, 'failed'>
}

/**
 * The events of all replicas, numbered by a stream in Redis. While Redis is down a replica tells its own, under ids of its
 * own; when it is back, all is read anew and every stream begins with how things stand.
 */
export function createSharedEventBus({ replicas, clock, background }: SharedEventBusOptions): EventBus & Disposable {
  const { link } = replicas
  const failed = (error: unknown) => background.failed('event listener', error)
  const listeners = createListeners<DashboardEvent>(failed)
  const here = createListeners<Announced>(failed)
  const missed = createListeners<void>(failed)
  const queue = createEventQueue<Announced>(waitingAtMost)
  let lastId = 0
  const past = createPastEvents(() => shared?.last ?? lastId)
  /** What was told here alone: nobody else will. */
  let own: DashboardEvent[] = []
  /** Of the numbering in Redis; null while this replica does not follow it. */
  let shared: { readonly token: string; last: number } | null = null
  let ownToken = newToken()
  /** What was heard while the past is read; null while it is not. */
  let heard: SharedEvents[] | null = null
  let isSending = false
  /** Whether something was told that the others will not hear. They are told that much. */
  let isIncomplete = false
  let isClosed = false
  let cancel = () => {}
  let cancelPause = () => {}

  function deliver(event: DashboardEvent) {
    lastId = Math.max(lastId, event.id)
    if (!isProgress(event)) past.add(event)
    listeners.tell(event)
  }

  function tellAlone(announced: Announced) {
    const event = { ...announced, id: isProgress(announced) ? lastId : Math.max(lastId + 1, clock.now()) }
    if (!isProgress(event)) {
      own = [...own, event].slice(-keptEvents)
      isIncomplete = true
    }
    deliver(event)
  }

  function goAlone(unsent: readonly Announced[]) {
    if (shared) ownToken = newToken()
    shared = null
    for (const one of unsent) tellAlone(one)
    for (let one = queue.take(); one; one = queue.take()) tellAlone(one)
    followLater()
  }

  async function send() {
    if (isSending || isClosed || !shared) return
    isSending = true
    const batch: Announced[] = []
    while (batch.length < atOnce) {
      const next = queue.take()
      if (!next) break
      batch.push(next)
    }
    const areMissing = isIncomplete
    isIncomplete = false
    const sent = batch.flatMap((one) => [isProgress(one) ? '0' : '1', JSON.stringify(one)])
    const args = [newToken(), clock.now(), replicas.id, areMissing ? '1' : '0', ...sent]
    try {
      await link.run(appendEvents, eventKeys, args)
    } catch (error) {
      if (!(error instanceof LinkDown)) background.failed('events', error)
      isIncomplete ||= areMissing
      goAlone(batch)
      if (areMissing) missed.tell()
    }
    cancelPause = clock.after(pauseMs, () => {
      isSending = false
      if (queue.size > 0 || isIncomplete) void send()
    })
  }

  function hear(message: unknown) {
    const told = sharedEventsOf(message)
    if (!told) return
    if (heard) heard.push(told)
    else if (shared) take(told)
  }

  function take({ token, before, last, isIncomplete: areMissing, events }: SharedEvents) {
    if (!shared || token !== shared.token || before > shared.last) return void follow()
    // It was read with the past already.
    if (before < shared.last) return
    for (const event of events) deliver(event)
    shared.last = last
    if (areMissing) missed.tell()
  }

  /** Reads what Redis has, and goes on from there. */
  async function follow(): Promise<void> {
    if (heard || isClosed || !link.isUp()) return followLater()
    cancel()
    heard = []
    try {
      const { token, events, forgotten } = storedEventsOf(await link.run(readEvents, eventKeys, [newToken()]))
      const known = new Set(events.map(({ id }) => id))
      const all = [...events, ...own.filter(({ id }) => !known.has(id))].sort((a, b) => a.id - b.id)
      past.replace(all, forgotten)
      shared = { token, last: events.at(-1)?.id ?? 0 }
      lastId = Math.max(lastId, all.at(-1)?.id ?? 0)
      const meanwhile = heard
      heard = null
      missed.tell()
      for (const told of meanwhile) take(told)
      if (isIncomplete) void send()
    } catch (error) {
      heard = null
      if (!(error instanceof LinkDown)) background.failed('events', error)
      goAlone([])
    }
  }

  function followLater() {
    cancel()
    if (!isClosed) cancel = clock.after(againMs, () => void (shared ? undefined : follow()))
  }

  const ends = [link.subscribe(eventsChannel, hear), link.onRestored(() => void follow())]
  void follow()

  return {
    announce(announcement, actor) {
      const announced = announcedBy(announcement, actor, clock.now())
      here.tell(announced)
      if (shared && !link.isUp()) goAlone([])
      if (!shared) return tellAlone(announced)
      if (!queue.add(announced)) isIncomplete = true
      void send()
    },
    recall: (announcement, at) => past.add({ id: ++lastId, ...announcedBy(announcement, undefined, at) }),
    forget: past.forget,
    recent: past.recent,
    // Without Redis nobody knows what others have told meanwhile.
    since: (after) => (shared && !link.isUp() ? null : past.since(after)),
    get lastId() {
      return shared?.last ?? lastId
    },
    get token() {
      return shared?.token ?? ownToken
    },
    listen: listeners.listen,
    onAnnounced: here.listen,
    onMissed: missed.listen,
    [Symbol.dispose]() {
      isClosed = true
      cancel()
      cancelPause()
      for (const end of ends) end()
    },
  }
}

const newToken = (): string => randomBytes(4).toString('hex')
