import type { KeyboardEvent } from 'react'

/** A finger has no Shift: there Enter breaks the line, and the button sends. */
export const hasKeyboard = matchMedia('(pointer: fine)').matches

/** Enter alone. Not the one that ends the choice of a character. */
export const isSendKey = ({ key, shiftKey, altKey, ctrlKey, metaKey, nativeEvent }: KeyboardEvent): boolean =>
  hasKeyboard && key === 'Enter' && !shiftKey && !altKey && !ctrlKey && !metaKey && !nativeEvent.isComposing
