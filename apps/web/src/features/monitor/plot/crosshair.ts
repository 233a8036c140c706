import { createNotifier } from '../../../lib/notifier.ts'
import type { Span } from '../period.ts'

/** Where somebody points, and what they have selected: one of each for all charts. Seconds since the epoch. */
export interface Pointing {
  readonly at: number | null
  readonly selected: Span | null
}

const nowhere: Pointing = { at: null, selected: null }

let pointing = nowhere
const changes = createNotifier()

export const usePointing = (): Pointing => changes.use(() => pointing)
export const pointingNow = (): Pointing => pointing

/** Moves the crosshair of every chart; what is selected stays. */
export const pointAt = (at: number | null): void => set({ ...pointing, at })

/** Selects the time from one moment to another, whichever comes first; the crosshair goes with the second. */
export const select = (anchor: number, at: number): void =>
  set({ at, selected: { from: Math.min(anchor, at), to: Math.max(anchor, at) } })

export const selectNothing = (): void => set({ ...pointing, selected: null })
export const pointNowhere = (): void => set(nowhere)

function set(next: Pointing): void {
  if (next.at === pointing.at && next.selected === pointing.selected) return
  pointing = next
  changes.notify()
}
