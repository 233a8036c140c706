export interface FirstAnswers {
  announce(): void
  /** Returns what ends it. */
  listen(listener: () => void): () => void
}

/** Tells that a server said for the first time what it has in memory: no event does, since nothing changed there. */
export function createFirstAnswers(): FirstAnswers {
  const listeners = new Set<() => void>()
  return {
    announce() {
      for (const listener of listeners) listener()
    },
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
