import { type KeyboardEvent as ReactKeyboardEvent, type RefObject, useEffect, useRef } from 'react'

/** A finger has no Shift: there Enter breaks the line, and the button sends. */
export const hasKeyboard = matchMedia('(pointer: fine)').matches

/** What every key is while characters are composed. Safari ends the composition first, and then tells of the Enter that did. */
const composingKeyCode = 229

const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === composingKeyCode

/** Enter alone. Not the one that ends the choice of a character. */
export const isSendKey = ({ key, shiftKey, altKey, ctrlKey, metaKey, nativeEvent }: ReactKeyboardEvent): boolean =>
  hasKeyboard && key === 'Enter' && !shiftKey && !altKey && !ctrlKey && !metaKey && !isComposing(nativeEvent)

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
