import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type FocusEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from 'react'
import { type Density, useDensity } from '../../lib/appearance.ts'
import { useListBox } from '../../lib/hooks/use-list-box.ts'
import { useListFocus } from '../../lib/hooks/use-list-focus.ts'
import { useOpenCards } from '../../lib/hooks/use-open-cards.ts'
import { remInPixels } from '../../lib/rem.ts'
import { WindowList } from '../../ui/window-list.tsx'

export interface RowPlace {
  readonly rowIndex: number
  readonly isLast: boolean
}

export interface CardPlace {
  readonly isOpen: boolean
  readonly isLast: boolean
  readonly onToggle: (id: string) => void
}

export interface ItemListProps<Item> {
  readonly label: string
  readonly items: readonly Item[]
  readonly idOf: (item: Item) => string
  readonly head: ReactNode
  /** In rem, of what is not measured yet. */
  readonly rowHeight: Readonly<Record<Density, number>>
  readonly cardHeight: number
  /** In rem: where there is less room, cards stand in place of the table. */
  readonly tableWidth: number
  readonly row: (item: Item, place: RowPlace) => ReactNode
  readonly card: (item: Item, place: CardPlace) => ReactNode
}

/** Things as a table, or as cards where there is little room. Only what is in sight is drawn, and then measured. */
export function ItemList<Item>({
  label,
  items,
  idOf,
  head,
  rowHeight,
  cardHeight,
  tableWidth,
  row,
  card,
}: ItemListProps<Item>) {
  const density = useDensity()
  const rows = useRef<HTMLDivElement>(null)
  const box = useListBox(rows)
  const isCards = box.width < tableWidth
  const { open, toggle } = useOpenCards()
  const virtual = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => (isCards ? cardHeight : rowHeight[density]) * remInPixels(),
    overscan: 8,
    scrollMargin: box.top,
    getItemKey: (index) => {
      const item = items[index]
      return item === undefined ? index : idOf(item)
    },
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
  const latestFocus = useRef(focusActive)
  latestFocus.current = focusActive
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever there is another list, and only then
  useLayoutEffect(() => {
    if (hasFocus.current && document.activeElement === document.body) latestFocus.current()
  }, [items])

  return (
    <WindowList
      label={label}
      isCards={isCards}
      lines={items.length}
      head={head}
      rows={rows}
      box={box}
      virtual={virtual}
      {...handlers}
    >
      {(index) => {
        const item = items[index]
        if (item === undefined) return null
        const isLast = index === items.length - 1
        return isCards
          ? card(item, { isOpen: open.has(idOf(item)), isLast, onToggle: toggle })
          : row(item, { rowIndex: index + 2, isLast })
      }}
    </WindowList>
  )
}
