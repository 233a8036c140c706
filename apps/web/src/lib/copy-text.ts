/**
 * Puts a text on the clipboard; tells whether it is there. Has to be called by what a person just did.
 *
 * A page over plain http from another machine, as a server at home mostly is, has no `navigator.clipboard`: there the
 * browser's older way is left, which copies what is selected.
 */
export async function copyText(text: string): Promise<boolean> {
  if (!navigator.clipboard) return copySelected(text)
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => copySelected(text),
  )
}

function copySelected(text: string): boolean {
  const focused = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.readOnly = true
  field.style.cssText = 'position: fixed; top: 0; opacity: 0'
  // Beside what has the focus: a dialog takes it back from everything outside.
  const place = focused?.parentElement ?? document.body
  place.append(field)
  field.focus({ preventScroll: true })
  field.select()
  const isCopied = document.execCommand('copy')
  field.remove()
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true })
  return isCopied
}
