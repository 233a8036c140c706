import type { KeyboardEvent } from 'react'

/** What the arrow keys lead to: one of them can be reached with Tab, and it is the one that had the focus last. */
export const trackItem = { 'data-track-item': '' } as const

/** On a phone, room for a finger around what is narrower than one; `touch-target` would move what has its place by time. */
export const trackItemTouch =
  "phone:after:absolute phone:after:top-1/2 phone:after:left-1/2 phone:after:h-11 phone:after:w-full phone:after:min-w-11 phone:after:-translate-1/2 phone:after:content-['']"

const itemsIn = (box: Element): HTMLElement[] => [...box.querySelectorAll<HTMLElement>('[data-track-item]')]

/** From one thing on the tracks to the next: left and right within all of them, Home and End to the first and last. */
export function useTrackKeys() {
  return {
    onKeyDown(event: KeyboardEvent<HTMLElement>) {
      const items = itemsIn(event.currentTarget)
      const at = event.target instanceof HTMLElement ? items.indexOf(event.target) : -1
      if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return
      const next = { ArrowLeft: at - 1, ArrowUp: at - 1, ArrowRight: at + 1, ArrowDown: at + 1, Home: 0, End: -1 }[
        event.key
      ]
      if (next === undefined) return
      event.preventDefault()
      const item = next < 0 && event.key !== 'End' ? undefined : items.at(next)
      if (!item) return
      for (const one of items) one.tabIndex = one === item ? 0 : -1
      item.focus()
    },
  }
}
