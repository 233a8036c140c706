import type { Clock } from '../kernel/clock.ts'
import { watchedForMs } from '../kernel/collector/collector.ts'
import type { Instances } from './instances.ts'

/** Soon enough for a person who watches a model being loaded. */
export const shortestWatchedMs = 500

/** A look costs about half a millisecond of a processor: with many more, one open page would take a whole one. */
const looksPerSecond = 200

/** How often each of so many servers is looked at while somebody watches, in milliseconds. */
export const watchedIntervalMs = (servers: number): number =>
  Math.max(shortestWatchedMs, (servers * 1000) / looksPerSecond)

/**
 * Looks at what every server has in memory for as long as somebody listens, so that changes are seen as soon as on a page
 * that asks for them. Begins with the first call; each returns what ends it.
 */
export function keepWatched(instances: Instances, clock: Clock): () => () => void {
  let listeners = 0
  let cancel = () => {}

  function look() {
    // All anew each time: a server may have been replaced.
    for (const { loaded } of instances.all()) void loaded.read()
    cancel = clock.after(watchedForMs / 2, look)
  }

  return () => {
    listeners += 1
    if (listeners === 1) look()
    return () => {
      listeners -= 1
      if (listeners === 0) cancel()
    }
  }
}
