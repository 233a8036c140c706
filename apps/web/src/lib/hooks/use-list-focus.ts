import { type FocusEvent, type KeyboardEvent, type RefObject, useLayoutEffect, useRef } from 'react'

export interface ListFocusOptions {
  /** What the rows stand in, each with its `data-index`. */
  readonly rows: RefObject<HTMLElement | null>
  readonly count: number
  /** Rows that Page Up and Page Down skip. */
  readonly page: number
  /** Which element of a row takes the focus: the first that matches. */
  readonly target: string
  readonly scrollTo: (index: number) => void
  /** `j` or `k` led to a row. */
  readonly onStep?: (index: number) => void
}

/**
 * The focus in a long list of which only what is in sight is drawn: arrow keys move it within, `j` and `k` from anywhere
 * on the page but a field or a dialog.
 */
export function useListFocus({ rows, count, page, target, scrollTo, onStep }: ListFocusOptions) {
  const active = useRef(0)

  function focusRow(index: number) {
    const next = Math.min(count - 1, Math.max(0, index))
    active.current = next
    scrollTo(next)
    const focus = () => {
      const found = rows.current?.querySelector<HTMLElement>(`[data-index="${next}"] :is(${target})`)
      found?.focus()
      return found != null
    }
    // At once, since the next key may come within the frame; drawn only after the scroll, when it was out of sight.
    if (!focus()) requestAnimationFrame(focus)
  }

  const step = useRef((_: 1 | -1) => {})
  step.current = (by) => {
    focusRow(rows.current?.contains(document.activeElement) ? active.current + by : active.current)
    onStep?.(active.current)
  }
  // Before the list is painted: from then on somebody may press a key.
  useLayoutEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const { key, target: from } = event
      const isElsewhere = from instanceof HTMLElement && from.closest('input, textarea, select, [role="dialog"]')
      if (isElsewhere || hasModifier(event)) return
      if (key === 'j') step.current(1)
      if (key === 'k') step.current(-1)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])

  return {
    /** The row that has the focus, or had it last. */
    focusActive: () => focusRow(active.current),
    onKeyDown(event: KeyboardEvent) {
      const steps: Readonly<Record<string, number>> = {
        ArrowDown: 1,
        ArrowUp: -1,
        PageDown: page,
        PageUp: -page,
        Home: -count,
        End: count,
      }
      const by = steps[event.key]
      if (by === undefined || hasModifier(event)) return
      event.preventDefault()
      focusRow(active.current + by)
    },
    onFocus(event: FocusEvent) {
      const index = event.target.closest<HTMLElement>('[data-index]')?.dataset['index']
      if (index !== undefined) active.current = Number(index)
    },
  }
}

const hasModifier = ({ altKey, ctrlKey, metaKey }: Pick<KeyboardEvent, 'altKey' | 'ctrlKey' | 'metaKey'>): boolean =>
  altKey || ctrlKey || metaKey
