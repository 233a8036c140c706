import { type RefObject, useLayoutEffect } from 'react'

/** How far up from the bottom of the window each bar there reaches, in pixels. */
const feet = new Map<Element, number>()

/** Notices lie over the highest of them. */
function tell(): void {
  document.documentElement.style.setProperty('--foot', `${Math.max(0, ...feet.values())}px`)
}

/** A bar that sticks to the bottom of the window: notices do not cover it. */
export function useFoot(bar: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = bar.current
    if (!element) return
    const measure = () => {
      feet.set(element, element.offsetHeight + (Number.parseFloat(getComputedStyle(element).bottom) || 0))
      tell()
    }
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    measure()
    return () => {
      observer.disconnect()
      feet.delete(element)
      tell()
    }
  }, [bar])
}
