import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type FocusEvent, useCallback, useEffect, useLayoutEffect, useRef } from 'react'
import { useDensity } from '../../lib/appearance.ts'
import { useListBox } from '../../lib/hooks/use-list-box.ts'
import { useListFocus } from '../../lib/hooks/use-list-focus.ts'
import { useOpenCards } from '../../lib/hooks/use-open-cards.ts'
import { remInPixels } from '../../lib/rem.ts'

/** In rem; of what is not measured yet. */
const cardHeight = 4.0625
const rowHeight = { comfortable: 2.8125, compact: 1.8125 } as const

/**
 * What a `WindowList` of rows of one height needs: a table, or cards where it has less room than `tableWidth`, in rem. A row that
 * is gone leaves the focus to the one that stands there now.
 */
export function useEvenList(
  items: readonly { readonly id: string }[],
  { tableWidth }: { readonly tableWidth: number },
) {
  const density = useDensity()
  const rows = useRef<HTMLDivElement>(null)
  const box = useListBox(rows)
  const isCards = box.width < tableWidth
  const cards = useOpenCards()
  const virtual = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => (isCards ? cardHeight : rowHeight[density]) * remInPixels(),
    overscan: 8,
    scrollMargin: box.top,
    // With another function, all rows would be placed anew in every frame of scrolling.
    getItemKey: useCallback((index: number) => items[index]?.id ?? index, [items]),
  })
  useEffect(() => {
    void density
    void isCards
    virtual.measure()
  }, [density, isCards, virtual])

  const { focusActive, onFocus, onKeyDown } = useListFocus({
    rows,
    count: items.length,
    page: 10,
    target: '[data-row-link]',
    scrollTo: (index) => virtual.scrollToIndex(index),
  })
  const hasFocus = useRef(false)
  const latestFocus = useRef(focusActive)
  latestFocus.current = focusActive
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever there is another list, and only then
  useLayoutEffect(() => {
    if (hasFocus.current && document.activeElement === document.body) latestFocus.current()
  }, [items])

  const handlers = {
    onKeyDown,
    onFocus(event: FocusEvent) {
      hasFocus.current = true
      onFocus(event)
    },
    onBlur() {
      // A row that is gone takes the focus with it, and no event tells. A window in the background keeps it.
      if (document.hasFocus()) hasFocus.current = false
    },
  }
  return { cards, list: { isCards, lines: items.length, rows, box, virtual, ...handlers } }
}
