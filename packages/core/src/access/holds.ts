import type { DashboardError } from '../kernel/errors.ts'

/** Ends what is held open, and is told why. */
export type End = (reason: DashboardError) => void

/** What callers hold open, such as event streams, by what let them in. */
export interface Holds<K> {
  /** The returned function forgets it. */
  add(key: K, end: End): () => void
  /** Ends everything that is held open by it. */
  end(key: K, reason: DashboardError): void
  /** By what anything is held open now. */
  keys(): readonly K[]
}

export function createHolds<K>(): Holds<K> {
  const held = new Map<K, Set<End>>()
  return {
    add(key, end) {
      const ends = held.get(key) ?? new Set()
      held.set(key, ends.add(end))
      return () => {
        ends.delete(end)
        if (ends.size === 0 && held.get(key) === ends) held.delete(key)
      }
    },
    end(key, reason) {
      const ends = held.get(key) ?? []
      held.delete(key)
      for (const end of ends) end(reason)
    },
    keys: () => [...held.keys()],
  }
}
