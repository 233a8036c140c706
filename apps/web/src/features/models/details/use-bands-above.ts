import { type RefObject, useLayoutEffect } from 'react'
import { remInPixels } from '../../../lib/rem.ts'

/**
 * Keeps in `--bands` how much of what lies between the top bar and the page is in sight, in pixels: the drawer is as high as
 * the rest of the window. Bands come and go, and are scrolled away with the page.
 */
export function useBandsAbove(drawer: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = drawer.current
    const page = element?.parentElement
    if (!element || !page) return
    let before = Number.NaN
    const measure = () => {
      const bar = Number.parseFloat(getComputedStyle(page).getPropertyValue('--bar')) * remInPixels()
      const bands = Math.max(0, Math.round(page.getBoundingClientRect().top - bar))
      if (bands !== before) element.style.setProperty('--bands', `${bands}px`)
      before = bands
    }
    measure()
    const observer = new ResizeObserver(measure)
    // One of them changes with a band: the page beside a short list, the document beside a long one.
    observer.observe(page)
    observer.observe(document.body)
    addEventListener('scroll', measure, { passive: true })
    return () => {
      observer.disconnect()
      removeEventListener('scroll', measure)
    }
  }, [drawer])
}
