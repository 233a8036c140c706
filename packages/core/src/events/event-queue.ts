import type { DashboardEvent } from '@ollama-dashboard/contracts'

/** As far as a queue has to know an event. */
export type QueuedEvent = Pick<DashboardEvent, 'type' | 'instance' | 'model' | 'job'>

/** Progress is worth nothing once there is more of it: it is not remembered, since it would push out everything else. */
export const isProgress = ({ type }: Pick<QueuedEvent, 'type'>): boolean => type.endsWith('.progress')

/** The events that wait, oldest first; newer progress replaces older. */
export interface EventQueue<T extends QueuedEvent> {
  /** False when there were too many: then all are forgotten. */
  add(event: T): boolean
  take(): T | null
  clear(): void
  readonly size: number
}

export function createEventQueue<T extends QueuedEvent>(atMost: number, first: readonly T[] = []): EventQueue<T> {
  let count = 0
  /** How far a job is, or what a model does, replaces what it was. */
  const keyOf = (event: T): string | number => {
    if (isProgress(event)) return JSON.stringify([event.type, event.job?.id ?? [event.instance, event.model]])
    count += 1
    return count
  }
  const waiting = new Map<string | number, T>(first.map((event) => [keyOf(event), event]))
  return {
    add(event) {
      const key = keyOf(event)
      // Deleted first, so that it goes to the end.
      waiting.delete(key)
      waiting.set(key, event)
      if (waiting.size <= atMost) return true
      waiting.clear()
      return false
    },
    take() {
      for (const [key, event] of waiting) {
        waiting.delete(key)
        return event
      }
      return null
    },
    clear: () => waiting.clear(),
    get size() {
      return waiting.size
    },
  }
}
