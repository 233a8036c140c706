/** Those who hear of something. */
export interface Listeners<T> {
  /** Returns what ends it. */
  listen(listener: (told: T) => void): () => void
  tell(told: T): void
}

/** They hear one after the other. One that throws is `failed`, and keeps neither the others from hearing nor whoever tells. */
export function createListeners<T>(failed: (error: unknown) => void): Listeners<T> {
  const listeners = new Set<(told: T) => void>()
  return {
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    tell(told) {
      for (const listener of listeners) {
        try {
          listener(told)
        } catch (error) {
          failed(error)
        }
      }
    },
  }
}
