import { startTransition, useEffect, useState } from 'react'

const step = 8

/**
 * A long list from its end: the last ones at once, then those before them, a few at a time, so that none of it takes
 * long. Tells how many at the beginning are still left out.
 */
export function useFromEnd(length: number): number {
  const [shown, setShown] = useState(length > step ? step : Number.POSITIVE_INFINITY)
  useEffect(() => {
    if (shown === Number.POSITIVE_INFINITY) return
    const more = shown + step
    const timer = setTimeout(() => startTransition(() => setShown(more < length ? more : Number.POSITIVE_INFINITY)))
    return () => clearTimeout(timer)
  }, [shown, length])
  return Math.max(0, length - shown)
}
