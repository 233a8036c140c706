import type { Clock } from '../kernel/clock.ts'
import { watchedForMs } from '../kernel/collector/collector.ts'
import type { Instances } from './instances.ts'

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
