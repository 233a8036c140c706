import { type RefObject, useEffect, useRef } from 'react'

/**
 * Escape stops what runs, unless it is meant for something else: what is open over the page, another field than the
 * one that is written in, or a word that is still composed.
 */
export function useEscape(isOn: boolean, field: RefObject<HTMLElement | null>, onEscape: () => void): void {
  const latest = useRef(onEscape)
  latest.current = onEscape
  useEffect(() => {
    if (!isOn) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return
      const { target } = event
      if (target instanceof Element && target !== field.current && target.closest(elsewhere)) return
      latest.current()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [isOn, field])
}

const elsewhere = '[role=dialog], [role=menu], input, textarea, select'
