/** Time as the rest of core sees it, so that tests need not wait for it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Milliseconds since some moment, with fractions: for how long something takes, whoever sets the clock meanwhile. */
  elapsed(): number
  /** Calls back once after that many milliseconds; the returned function cancels. */
  after(ms: number, callback: () => void): () => void
}

export const systemClock: Clock = {
  now: Date.now,
  elapsed: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  },
}

/** Resolves after that many milliseconds, or rejects with the signal's reason as soon as it aborts. */
export function wait(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const abort = () => {
      cancel()
      reject(signal?.reason)
    }
    const cancel = clock.after(ms, () => {
      signal?.removeEventListener('abort', abort)
      resolve()
    })
    signal?.addEventListener('abort', abort, { once: true })
  })
}

/** Resolves when the work has ended, however it did, and after that many milliseconds at the latest. */
export function withinMs(clock: Clock, ms: number, work: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, resolve)
    const end = () => {
      cancel()
      resolve()
    }
    void work.then(end, end)
  })
}

export const timestamp = (ms: number): string => new Date(ms).toISOString()

/** A time out of somebody else's file. Null for years beyond four digits too: as text they sort before the others. */
export function readTimestamp(value: unknown): string | null {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN
  const text = Number.isNaN(time) ? '' : timestamp(time)
  return /^\d{4}-/.test(text) ? text : null
}
