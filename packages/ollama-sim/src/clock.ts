/** Time that can pass faster. Durations are simulated milliseconds; keep_alive alone is always real time. */
export interface Clock {
  readonly speed: number
  /** Simulated milliseconds since some moment; for differences only. */
  now(): number
  /** Resolves after `ms` simulated milliseconds; rejects with the signal's reason as soon as it aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>
  /** Waits that follow one another without drifting, and without a timer for each when they are tiny. */
  pace(): (ms: number, signal: AbortSignal) => Promise<void>
}

export function createClock(speed: number): Clock {
  return {
    speed,
    now: () => performance.now() * speed,
    wait: (ms, signal) => sleep(ms / speed, signal),
    pace() {
      let due = performance.now()
      return async (ms, signal) => {
        signal.throwIfAborted()
        due += ms / speed
        const rest = due - performance.now()
        // Timers have a grain of a millisecond: shorter waits add up until there is one worth a timer.
        await (rest >= 1 ? sleep(rest, signal) : immediately())
        signal.throwIfAborted()
      }
    },
  }
}

const immediately = () => new Promise<void>((resolve) => setImmediate(resolve))

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const stop = () => reject(signal.reason)
  const timer = setTimeout(resolve, ms)
  signal.addEventListener('abort', stop, { once: true })
  return promise.finally(() => {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  })
}
