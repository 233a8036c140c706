import { createNotifier } from '../notifier.ts'

let now = Date.now()

/** One timer for the whole page. It stops while nothing shows the time, and stands still while the tab is hidden. */
const ticks = createNotifier((notify) => {
  const timer = setInterval(() => {
    if (document.hidden) return
    now = Date.now()
    notify()
  }, 1000)
  return () => clearInterval(timer)
})

/** The time, moving every second or in longer steps; milliseconds since the epoch. */
export const useNow = (stepMs = 1): number => ticks.use(() => now - (now % stepMs))
