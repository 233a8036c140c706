import type { Snapshot, SystemStats } from '@ollama-dashboard/contracts'
import { createEventBus } from '../src/events/event-bus.ts'
import { createEventStream, type EventMessage } from '../src/events/event-stream.ts'
import { createFirstAnswers } from '../src/instances/first-answers.ts'
import { createBackground } from '../src/kernel/background.ts'
import { caller } from './caller.ts'
import { fakeClock } from './fake-clock.ts'

/** A stream of its own, which counts its listeners and the snapshots that they took. */
export function openEventStream() {
  const clock = fakeClock()
  const events = createEventBus(clock, createBackground({ clock }), 'k3f9')
  const answers = createFirstAnswers()
  const closing = new AbortController()
  const sampled = new Set<(stats: SystemStats) => void>()
  let watching = 0
  let snapshots = 0
  const subscribe = createEventStream({
    events,
    closing: closing.signal,
    onFirstAnswer: answers.listen,
    onStats(listener) {
      sampled.add(listener)
      return () => void sampled.delete(listener)
    },
    async snapshot(): Promise<Snapshot> {
      snapshots += 1
      return { models: [], jobs: [], alerts: [] }
    },
    watch() {
      watching += 1
      return () => {
        watching -= 1
      }
    },
  })
  const leaving = new AbortController()
  const listen = (after?: string, stats?: boolean) => subscribe(caller(leaving.signal), { after, stats })
  const announce = (model: string) => events.announce({ type: 'model.loaded', instance: 'default', model })
  return {
    events,
    listen,
    announce,
    answers,
    closing,
    leaving,
    watching: () => watching,
    sampled,
    snapshots: () => snapshots,
  }
}

/** What a listener gets next. */
export async function next(listening: AsyncIterator<EventMessage>): Promise<EventMessage> {
  const { value } = await listening.next()
  if (!value) throw new Error('The stream has ended.')
  return value
}

/** Which event it is, its id, and the model that it is about. */
export const brief = ({ event, id, data }: EventMessage) => [event, id, 'model' in data ? data.model : undefined]
