import type { SystemStats } from '@ollama-dashboard/contracts'
import { createNotifier } from '../notifier.ts'

type Listener = (stats: SystemStats) => void

/** Whoever goes to the next page may come back at once: the stream is not opened anew for that. */
const lingerMs = 5000
/** Samples come every second. */
const liveForMs = 3000

const listeners = new Set<Listener>()
const changes = createNotifier()
let lingering: ReturnType<typeof setTimeout> | undefined
let toldAt = Number.NEGATIVE_INFINITY

/** Whether somebody looks at how the host fares now. */
export const areStatsWatched = (): boolean => listeners.size > 0 || lingering !== undefined
/** Calls back when that changes. */
export const onStatsWatched = changes.listen
/** Whether samples come by themselves. */
export const areStatsTold = (): boolean => Date.now() - toldAt < liveForMs

/** Asks the event stream for a sample every second, until what it returns is called. */
export function watchStats(listener: Listener): () => void {
  clearTimeout(lingering)
  lingering = undefined
  listeners.add(listener)
  changes.notify()
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    lingering = setTimeout(() => {
      lingering = undefined
      changes.notify()
    }, lingerMs)
  }
}

export function tellStats(stats: SystemStats): void {
  toldAt = Date.now()
  for (const listener of listeners) listener(stats)
}
