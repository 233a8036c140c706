/** Time that can pass faster. Durations are simulated milliseconds; keep_alive alone is always real time. */
export interface Clock {
  /** Makes time pass faster or slower from now on, for waits that have begun too; 0 stops it. */
  setSpeed(speed: number): void
  /** Simulated milliseconds since some moment; for differences only. */
  now(): number
  /** Resolves after `ms` simulated milliseconds; rejects with the signal's reason as soon as it aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>
  /** Waits that follow one another without drifting, and without a timer for each when they are tiny. */
  pace(): (ms: number, signal: AbortSignal) => Promise<void>
}

/** A timer for longer than this fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1

export function createClock(initialSpeed: number): Clock {
  let speed = initialSpeed
  // The simulated time at a real moment: from there it goes on at the present speed.
  let known = { simulated: 0, real: performance.now() }
  const speedListeners = new Set<() => void>()

  const now = () => known.simulated + (performance.now() - known.real) * speed
  const realUntil = (moment: number) => (speed === 0 ? Number.POSITIVE_INFINITY : Math.max(0, moment - now()) / speed)

  function until(moment: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    let timer: NodeJS.Timeout | undefined
    const startTimer = () => {
      clearTimeout(timer)
      const ms = realUntil(moment)
      timer = ms <= MAX_TIMER_MS ? setTimeout(resolve, ms) : undefined
    }
    const stop = () => reject(signal.reason)
    startTimer()
    speedListeners.add(startTimer)
    signal.addEventListener('abort', stop, { once: true })
    return promise.finally(() => {
      clearTimeout(timer)
      speedListeners.delete(startTimer)
      signal.removeEventListener('abort', stop)
    })
  }

  return {
    setSpeed(next) {
      known = { simulated: now(), real: performance.now() }
      speed = next
      for (const startTimer of speedListeners) startTimer()
    },
    now,
    wait: (ms, signal) => until(now() + ms, signal),
    pace() {
      let due = now()
      return async (ms, signal) => {
        signal.throwIfAborted()
        due += ms
        // Timers have a grain of a millisecond: shorter waits add up until there is one worth a timer.
        await (realUntil(due) >= 1 ? until(due, signal) : immediately())
        signal.throwIfAborted()
      }
    },
  }
}

const immediately = () => new Promise<void>((resolve) => setImmediate(resolve))
