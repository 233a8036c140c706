import { type RefCallback, useCallback, useState } from 'react'

/** The width of an element in pixels, as it changes; `initial` until it is on the page. */
export function useWidth(initial: number): readonly [RefCallback<Element>, number] {
  const [width, setWidth] = useState(initial)
  const ref = useCallback((element: Element | null) => {
    if (!element) return
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.round(entry.contentRect.width)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, width]
}
