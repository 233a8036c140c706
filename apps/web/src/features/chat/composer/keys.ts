import type { KeyboardEvent } from 'react'

/** A finger has no Shift: there Enter breaks the line, and the button sends. */
export const hasKeyboard = matchMedia('(pointer: fine)').matches

/** What every key is while characters are composed. Safari ends the composition first, and then tells of the Enter that did. */
const composingKeyCode = 229

const isComposing = (event: globalThis.KeyboardEvent): boolean =>
  event.isComposing || event.keyCode === composingKeyCode

/** Enter alone. Not the one that ends the choice of a character. */
export const isSendKey = ({ key, shiftKey, altKey, ctrlKey, metaKey, nativeEvent }: KeyboardEvent): boolean =>
  hasKeyboard && key === 'Enter' && !shiftKey && !altKey && !ctrlKey && !metaKey && !isComposing(nativeEvent)
