import { type RefObject, useLayoutEffect, useState } from 'react'

export interface ListBox {
  readonly width: number
  /** Where in the document its rows begin. */
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
      const next = { width: Math.round(width), top: Math.round(top + window.scrollY) }
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
