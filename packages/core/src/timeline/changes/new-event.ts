import { randomBytes } from 'node:crypto'
import { type Clock, timestamp } from '../../kernel/clock.ts'
import type { TimelineEvent } from '../timeline-event-table.ts'

/** What an event needs to tell; nothing is known of the rest. */
export type NewEvent = Pick<TimelineEvent, 'kind' | 'type'> & Partial<Omit<TimelineEvent, 'id' | 'kind' | 'type'>>

let number = 0

/** Of events of one millisecond the later one has the greater id: only digits and a few letters, which all engines sort alike. */
function nextId(nowMs: number): string {
  number = (number + 1) % 1_000_000
  return `${String(nowMs).padStart(14, '0')}-${String(number).padStart(6, '0')}-${randomBytes(4).toString('hex')}`
}

/** An event of now, unless it says of when. */
export const newEvent = (event: NewEvent, clock: Pick<Clock, 'now'>): TimelineEvent => ({
  id: nextId(clock.now()),
  at: timestamp(clock.now()),
  ended_at: null,
  instance: null,
  model: null,
  by: null,
  detail: null,
  severity: null,
  before: null,
  after: null,
  scope: {},
  speeds: [],
  ...event,
})
