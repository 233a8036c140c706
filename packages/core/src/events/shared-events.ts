import type { DashboardEvent } from '@ollama-dashboard/contracts'
import type { Announced } from './event-bus.ts'
import { keptEvents } from './past-events.ts'

/** What a replica published of events that it appended. */
export interface SharedEvents {
  readonly token: string
  /** The id of the last event before these, and of the last one of them. */
  readonly before: number
  readonly last: number
  /** Whether there were others that were too many. */
  readonly isIncomplete: boolean
  readonly events: readonly DashboardEvent[]
}

/** Null for what no replica sends. */
export function sharedEventsOf(message: unknown): SharedEvents | null {
  if (typeof message !== 'object' || message === null) return null
  const { token, before, last, missing, events } = message as Readonly<Record<string, unknown>>
  if (typeof token !== 'string' || !Number.isSafeInteger(before) || !Number.isSafeInteger(last)) return null
  const list = Array.isArray(events) ? events : []
  return {
    token,
    before: Number(before),
    last: Number(last),
    isIncomplete: missing === 1,
    events: list.flatMap((one: { readonly id?: unknown; readonly event?: unknown } | null) =>
      withId(one?.id, one?.event),
    ),
  }
}

/** How things stand in Redis, out of the reply of `readEvents`. */
export interface StoredEvents {
  readonly token: string
  /** Oldest first. */
  readonly events: readonly DashboardEvent[]
  /** The id up to which there may have been others. */
  readonly forgotten: number
}

export function storedEventsOf(reply: unknown): StoredEvents {
  const [token, entries] = reply as readonly [string, readonly (readonly [string, readonly string[]])[]]
  const events = entries.toReversed().flatMap(([id, [, text = '']]) => withId(Number.parseInt(id, 10), parsed(text)))
  return { token, events, forgotten: entries.length < keptEvents ? 0 : (events[0]?.id ?? 0) }
}

function withId(id: unknown, event: unknown): readonly DashboardEvent[] {
  if (!Number.isSafeInteger(id) || typeof event !== 'object' || event === null) return []
  const { type, at } = event as Partial<Announced>
  if (typeof type !== 'string' || typeof at !== 'string') return []
  return [{ ...(event as Announced), id: Number(id) }]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
