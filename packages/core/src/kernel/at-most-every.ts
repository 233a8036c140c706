import type { Clock } from './clock.ts'

export interface Paced extends Disposable {
  /** Calls back now, or once as soon as the time is up. */
  ask(): void
}

/** Calls back at most once in so many milliseconds; the last to ask is always heard. */
export function atMostEvery(clock: Clock, ms: number, callback: () => void): Paced {
  let calledAt = Number.NEGATIVE_INFINITY
  let cancel: (() => void) | null = null

  function call() {
    cancel = null
    calledAt = clock.now()
    callback()
  }

  return {
    ask() {
      if (cancel) return
      // Never longer than that: the clock on the wall may have been set back.
      const rest = Math.min(ms, calledAt + ms - clock.now())
      if (rest <= 0) call()
      else cancel = clock.after(rest, call)
    },
    [Symbol.dispose]() {
      cancel?.()
      cancel = null
    },
  }
}
