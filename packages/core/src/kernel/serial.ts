/** Places for work that must not all run at once. */
export interface Turns {
  /** Resolves when a place is free, in the order of the calls. Disposing the turn frees its place. */
  next(): Promise<Disposable>
}

/** Runs work as soon as its turn has come. How it ends is told to its caller alone, and holds up nobody. */
export type Limit = <T>(work: () => Promise<T>) => Promise<T>

/** Repeated work of which one run at most is under way. */
export interface Coalesced<T> {
  /** The run under way, or a new one where there is none. */
  current(): Promise<T>
  /** A run that begins after this call, so that it sees what the caller just did. Calls in the meantime share it. */
  next(): Promise<T>
}

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

/** Runs one piece of work after the other. */
export const serialize = (): Limit => limit(1)

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

/** Work under keys: while it runs under a key, further calls with that key share its end and begin nothing. */
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
