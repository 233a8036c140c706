import { useSyncExternalStore } from 'react'

export interface Notifier {
  /** Has every component that uses a value read it again. */
  readonly notify: () => void
  /** Calls back at each `notify` until what it returns is called. */
  readonly listen: (listener: () => void) => () => void
  /** What `read` returns. It must return the same value until `notify` is called. */
  readonly use: <Value>(read: () => Value) => Value
}

/** Connects components with a value outside React. `whileUsed` runs with the first component, and what it returns with the last. */
export function createNotifier(whileUsed?: (notify: () => void) => () => void): Notifier {
  const listeners = new Set<() => void>()
  let end: (() => void) | undefined
  const notify = () => {
    for (const listener of listeners) listener()
  }
  const listen = (listener: () => void) => {
    if (listeners.size === 0) end = whileUsed?.(notify)
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0) end?.()
    }
  }
  return { notify, listen, use: (read) => useSyncExternalStore(listen, read) }
}
