import { type RefObject, useLayoutEffect, useState } from 'react'
import { remInPixels } from '../rem.ts'

export interface ListBox {
  /** In rem, for what fits depends on the font size. */
  readonly width: number
  /** Where in the document its rows begin, in pixels. */
  readonly top: number
}

/** How wide an element is and where in the document it begins; bands above it come and go. */
export function useListBox(element: RefObject<HTMLElement | null>): ListBox {
  const [box, setBox] = useState<ListBox>({ width: 0, top: 0 })
  useLayoutEffect(() => {
    const measured = element.current
    if (!measured) return
    const measure = () => {
      const { width, top } = measured.getBoundingClientRect()
      const next = { width: Math.round(width) / remInPixels(), top: Math.round(top + window.scrollY) }
      setBox((before) => (before.width === next.width && before.top === next.top ? before : next))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(measured)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [element])
  return box
}
