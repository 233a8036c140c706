import { randomUUID } from 'node:crypto'
import { type Clock, timestamp } from '../../kernel/clock.ts'
import type { TimelineEvent } from '../timeline-event-table.ts'

/** What an event needs to tell; nothing is known of the rest. */
export type NewEvent = Pick<TimelineEvent, 'kind' | 'type'> & Partial<Omit<TimelineEvent, 'id' | 'kind' | 'type'>>

/** An event of now, unless it says of when. */
export const newEvent = (event: NewEvent, clock: Pick<Clock, 'now'>): TimelineEvent => ({
  id: randomUUID(),
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
