import { type RefCallback, useCallback, useEffect, useRef, useState } from 'react'

/** Nearer to the end than this is at the end. */
const nearPx = 64

const distanceToEnd = (): number =>
  document.documentElement.scrollHeight - innerHeight - Math.max(0, Math.round(scrollY))

export interface Follow {
  /** The part that grows. */
  readonly ref: RefCallback<HTMLElement>
  /** Somebody reads further up. */
  readonly isAway: boolean
  /** Goes to the end, and stays there as it moves. */
  readonly toEnd: () => void
}

/** Keeps the end of the page in sight while it grows, unless somebody has scrolled up to read. */
export function useFollow(): Follow {
  const [isAway, setAway] = useState(false)
  const isFollowing = useRef(true)
  const lastY = useRef(0)

  const toEnd = useCallback(() => {
    isFollowing.current = true
    setAway(false)
    scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' })
  }, [])

  const ref = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return
      isFollowing.current = true
      const observer = new ResizeObserver(() => {
        if (isFollowing.current) toEnd()
        else setAway(distanceToEnd() > nearPx)
      })
      observer.observe(element)
      // What somebody unfolds is what they want to see, and not the end.
      const onClick = () => {
        if (element.ariaBusy !== 'true') isFollowing.current = false
      }
      element.addEventListener('click', onClick, true)
      return () => {
        observer.disconnect()
        element.removeEventListener('click', onClick, true)
      }
    },
    [toEnd],
  )

  useEffect(() => {
    const onScroll = () => {
      const isUp = scrollY < lastY.current
      lastY.current = scrollY
      const isNear = distanceToEnd() <= nearPx
      if (isNear) isFollowing.current = true
      else if (isUp) isFollowing.current = false
      setAway(!isNear && !isFollowing.current)
    }
    addEventListener('scroll', onScroll, { passive: true })
    return () => removeEventListener('scroll', onScroll)
  }, [])

  return { ref, isAway, toEnd }
}
