import { type FocusEvent, type RefObject, useLayoutEffect, useRef } from 'react'

interface Held {
  readonly element: HTMLElement
  /** Its row, and its place there from the end, where all rows have the same. */
  readonly row: number
  readonly fromEnd: number
}

/**
 * Keeps the focus in a list whose rows come and go: when the row that had it is gone, the one that took its place has it,
 * at the same control. Where no row is left, or it was in none, `otherwise` has it.
 */
export function useKeptFocus(rows: RefObject<HTMLElement | null>, otherwise: RefObject<HTMLElement | null>) {
  const held = useRef<Held | null>(null)
  useLayoutEffect(() => {
    const { current: last } = held
    if (last === null) return
    // Rows above may have gone.
    if (last.element.isConnected) held.current = placeOf(last.element, rows.current)
    else {
      held.current = null
      if (document.activeElement === document.body) (controlAt(rows.current, last) ?? otherwise.current)?.focus()
    }
  })
  return {
    onFocus({ target }: FocusEvent<HTMLElement>) {
      held.current = placeOf(target, rows.current)
    },
    onBlur({ target, relatedTarget }: FocusEvent<HTMLElement>) {
      // A button that goes off with what it began loses the focus too, and nobody has left it.
      if (relatedTarget !== null || !target.matches(':disabled')) held.current = null
    },
  }
}

function placeOf(element: HTMLElement, list: HTMLElement | null): Held {
  const row = [...(list?.children ?? [])].findIndex((one) => one.contains(element))
  const controls = row < 0 ? [] : controlsOf(list?.children[row])
  return { element, row, fromEnd: controls.length - controls.indexOf(element) }
}

function controlAt(list: HTMLElement | null, { row, fromEnd }: Held): HTMLElement | undefined {
  if (row < 0) return undefined
  const controls = controlsOf(list?.children[row] ?? list?.lastElementChild)
  const same = controls[controls.length - fromEnd]
  return same?.matches(':enabled, a') ? same : controls.find((one) => one.matches(':enabled, a'))
}

/** Those that are shown: a phone has others. */
const controlsOf = (row: Element | null | undefined): readonly HTMLElement[] =>
  [...(row?.querySelectorAll<HTMLElement>('a, button') ?? [])].filter((one) => one.checkVisibility())
