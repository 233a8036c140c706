import { type KeyboardEvent as ReactKeyboardEvent, type RefObject, useEffect, useRef } from 'react'

/** A finger has no Shift: there Enter breaks the line, and the button sends. */
export const hasKeyboard = matchMedia('(pointer: fine)').matches

/** Enter alone. */
export const isSendKey = ({ key, shiftKey, altKey, ctrlKey, metaKey }: ReactKeyboardEvent): boolean =>
  hasKeyboard && key === 'Enter' && !shiftKey && !altKey && !ctrlKey && !metaKey

/**
 * Escape stops what runs, unless it is meant for something else: what is open over the page, or another field than
 * the one that is written in.
 */
export function useEscape(isOn: boolean, field: RefObject<HTMLElement | null>, onEscape: () => void): void {
  const latest = useRef(onEscape)
  latest.current = onEscape
  useEffect(() => {
    if (!isOn) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      const { target } = event
      if (target instanceof Element && target !== field.current && target.closest(elsewhere)) return
      latest.current()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [isOn, field])
}

const elsewhere = '[role=dialog], [role=menu], input, textarea, select'
