/** A dialog gives the focus back to what had it before: to nothing, where that was a menu or another dialog. */
export function giveBackTo(opener: HTMLElement | null): void {
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) opener?.focus()
  })
}
