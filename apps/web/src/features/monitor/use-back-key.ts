import { useEffect, useEffectEvent } from 'react'

/** Escape leads back also where no chart has the focus; what is open above the page closes first. */
export function useBackKey(back: () => void): void {
  const latest = useEffectEvent(back)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || isAbovePage(event)) return
      latest()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

const isAbovePage = ({ target }: KeyboardEvent): boolean =>
  document.querySelector('[role="dialog"], [role="menu"]') !== null ||
  (target instanceof Element && target.closest('input, textarea, select') !== null)
