/** What every key is while characters are composed. Safari ends the composition first, and then tells of the Enter that did (WebKit bug 165004). */
const composingKeyCode = 229

function keepAway(event: KeyboardEvent): void {
  if (event.isComposing || event.keyCode === composingKeyCode) event.stopImmediatePropagation()
}

/**
 * Leaves the keys of an input method to it, as people use one for Japanese or Chinese: Enter takes a character there, and
 * Escape gives it up. Nothing on the page hears of them, until the returned function is called.
 */
export function leaveCompositionKeys(): () => void {
  addEventListener('keydown', keepAway, true)
  return () => removeEventListener('keydown', keepAway, true)
}
