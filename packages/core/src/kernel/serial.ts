/** Places for work that must not all run at once. */
export interface Turns {
  /** Resolves when a place is free, in the order of the calls. Disposing the turn frees its place. */
  next(): Promise<Disposable>
}

/** Runs work when its turn comes. An error reaches only its caller and does not block the others. */
export type Limit = <T>(work: () => Promise<T>) => Promise<T>

/** Repeated work that runs at most once at a time. */
export interface Coalesced<T> {
  /** The run under way, or a new one where there is none. */
  current(): Promise<T>
  /** A run that begins after this call, so that it sees what the caller just did. Calls in the meantime share it. */
  next(): Promise<T>
}

/** Hands out at most `max` places at once; waiting calls get theirs in order. Never times out. */
export function turns(max: number): Turns {
  const waiting: (() => void)[] = []
  let taken = 0
  return {
    async next() {
      // A place that is handed over stays taken.
      if (taken < max) taken += 1
      else await new Promise<void>((resolve) => waiting.push(resolve))
      return {
        [Symbol.dispose]() {
          const next = waiting.shift()
          if (next) next()
          else taken -= 1
        },
      }
    },
  }
}

/** Runs at most `max` pieces of work at once, and the others in the order in which they were asked for. */
export function limit(max: number): Limit {
  const places = turns(max)
  return async (work) => {
    using _ = await places.next()
    return await work()
  }
}

/** Runs work one at a time, in the order of the calls. */
export const serialize = (): Limit => limit(1)

/** Runs `work` at most once at a time; calls in between share one run, and its error. */
export function coalesce<T>(work: () => Promise<T>): Coalesced<T> {
  let running: Promise<T> | null = null
  let following: Promise<T> | null = null

  function current(): Promise<T> {
    running ??= work().finally(() => {
      running = null
    })
    return running
  }

  function follow(): Promise<T> {
    following = null
    return current()
  }

  return {
    current,
    next() {
      if (running === null) return current()
      following ??= running.then(follow, follow)
      return following
    },
  }
}

/** Runs work at most once per key at a time: calls with the same key share the running one, and its error. */
export function singleFlight<K, T>(): (key: K, work: () => Promise<T>) => Promise<T> {
  const flights = new Map<K, Promise<T>>()
  return (key, work) => {
    const known = flights.get(key)
    if (known) return known
    const flight = work().finally(() => flights.delete(key))
    flights.set(key, flight)
    return flight
  }
}
