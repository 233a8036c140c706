/** The parallel slots of one runner: taken first come, first served, and waited for without bound. */
export interface Slots {
  /** Rejects when the signal aborts while waiting. */
  take(signal: AbortSignal): Promise<Disposable>
}

export function createSlots(count: number): Slots {
  let free = count
  const waiting: (() => void)[] = []

  const release = () => {
    const next = waiting.shift()
    if (next === undefined) free += 1
    else next()
  }

  const slot = (): Disposable => {
    let held = true
    return {
      [Symbol.dispose]() {
        if (held) release()
        held = false
      },
    }
  }

  return {
    async take(signal) {
      signal.throwIfAborted()
      if (free > 0) {
        free -= 1
        return slot()
      }
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const leave = () => {
        const place = waiting.indexOf(resolve)
        if (place >= 0) waiting.splice(place, 1)
        reject(signal.reason)
      }
      waiting.push(resolve)
      signal.addEventListener('abort', leave, { once: true })
      await promise
      signal.removeEventListener('abort', leave)
      if (signal.aborted) {
        // It was handed over in the very moment its taker left.
        release()
        signal.throwIfAborted()
      }
      return slot()
    },
  }
}
