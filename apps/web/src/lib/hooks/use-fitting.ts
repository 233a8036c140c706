import { type RefCallback, useCallback, useState } from 'react'

/**
 * How many children of a row fit beside each other; those beyond are hidden, but never the first. The last child leads to them: it is there
 * only while some are hidden.
 */
export function useFitting(): readonly [RefCallback<HTMLElement>, number] {
  const [fitting, setFitting] = useState(Number.POSITIVE_INFINITY)
  const ref = useCallback((row: HTMLElement | null) => {
    if (!row) return
    const fit = () => {
      const children = [...row.children] as HTMLElement[]
      for (const child of children) child.hidden = false
      const rest = children.pop()
      const last = children.at(-1)
      if (!rest || !last) return
      const { columnGap, overflowX } = getComputedStyle(row)
      const end = (child: HTMLElement) => child.offsetLeft - row.offsetLeft + child.offsetWidth
      // What scrolls sideways hides nothing.
      const isAll = overflowX === 'auto' || end(last) <= row.clientWidth
      const room = row.clientWidth - rest.offsetWidth - (Number.parseFloat(columnGap) || 0)
      const shown = isAll ? children : children.filter((child, index) => index === 0 || end(child) <= room)
      for (const child of children.slice(shown.length)) child.hidden = true
      rest.hidden = isAll
      setFitting(shown.length)
    }
    const resized = new ResizeObserver(fit)
    resized.observe(row)
    const changed = new MutationObserver(fit)
    changed.observe(row, { childList: true, characterData: true, subtree: true })
    return () => {
      resized.disconnect()
      changed.disconnect()
    }
  }, [])
  return [ref, fitting]
}
