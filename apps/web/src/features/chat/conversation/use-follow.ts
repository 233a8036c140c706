import { type RefCallback, useCallback, useEffect, useRef, useState } from 'react'

/** Nearer to the end than this is at the end. */
const nearPx = 64
/** What the end may be off by where a pixel of the page is none of the screen. */
const roundingPx = 2

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

/** How far from its end each conversation was left that was not left there. */
const places = new Map<string, number>()

/** For so long the page may scroll after what a person did. */
const moveMs = 1000

/** What a person does to go elsewhere. */
const moves = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const

/**
 * Keeps the end of the page in sight while it grows, unless somebody has scrolled up to read: then what they read, and
 * again when they come back to it.
 */
export function useFollow(conversation: string): Follow {
  const [isAway, setAway] = useState(false)
  const isFollowing = useRef(true)
  const lastY = useRef(0)
  /** How far from the end somebody was who has come back, until they move on. */
  const returnTo = useRef<number | null>(null)
  const shown = useRef<string | null>(null)

  const toEnd = useCallback(() => {
    isFollowing.current = true
    returnTo.current = null
    setAway(false)
    scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' })
    // Somebody who moves up before the event of this scroll comes would else seem to have moved down.
    lastY.current = scrollY
  }, [])

  const ref = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return
      returnTo.current = places.get(conversation) ?? null
      isFollowing.current = returnTo.current === null
      shown.current = conversation
      const observer = new ResizeObserver(() => {
        if (isFollowing.current) return toEnd()
        // What stands before it is drawn bit by bit, and so the distance to the end alone stays.
        if (returnTo.current !== null) scrollBy({ top: distanceToEnd() - returnTo.current, behavior: 'instant' })
        setAway(distanceToEnd() > nearPx)
      })
      observer.observe(element)
      // What somebody unfolds is what they want to see, and not the end.
      const onClick = () => {
        if (element.ariaBusy !== 'true') isFollowing.current = false
      }
      element.addEventListener('click', onClick, true)
      return () => {
        shown.current = null
        observer.disconnect()
        element.removeEventListener('click', onClick, true)
      }
    },
    [toEnd, conversation],
  )

  useEffect(() => {
    let movedAt = Number.NEGATIVE_INFINITY
    const onScroll = () => {
      if (returnTo.current !== null) return
      const isUp = scrollY < lastY.current
      lastY.current = scrollY
      const distance = distanceToEnd()
      const isNear = distance <= nearPx
      // However little somebody scrolls up: pulled back at each word, they would never get away. What shrinks moves up too.
      const isByPerson = performance.now() - movedAt < moveMs
      if (isUp && distance > (isByPerson ? roundingPx : nearPx)) isFollowing.current = false
      else if (isNear) isFollowing.current = true
      setAway(!isNear && !isFollowing.current)
      if (shown.current === null) return
      if (isFollowing.current) places.delete(shown.current)
      else places.set(shown.current, distance)
    }
    const onMove = () => {
      movedAt = performance.now()
      returnTo.current = null
    }
    addEventListener('scroll', onScroll, { passive: true })
    for (const move of moves) addEventListener(move, onMove, { passive: true })
    return () => {
      removeEventListener('scroll', onScroll)
      for (const move of moves) removeEventListener(move, onMove)
    }
  }, [])

  return { ref, isAway, toEnd }
}
