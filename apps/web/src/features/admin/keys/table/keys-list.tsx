import type { ApiKey } from '@ollama-dashboard/contracts'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type FocusEvent, useEffect, useLayoutEffect, useRef } from 'react'
import { useDensity } from '../../../../lib/appearance.ts'
import { useListBox } from '../../../../lib/hooks/use-list-box.ts'
import { useListFocus } from '../../../../lib/hooks/use-list-focus.ts'
import { useOpenCards } from '../../../../lib/hooks/use-open-cards.ts'
import { remInPixels } from '../../../../lib/rem.ts'
import { WindowList } from '../../../../ui/window-list.tsx'
import type { KeyActionsProps } from '../key-actions.tsx'
import { useOwnKey } from '../use-key-actions.ts'
import { KeyCard } from './key-card.tsx'
import { KeyRow } from './key-row.tsx'
import { KeysHead } from './keys-head.tsx'

export interface KeysListProps extends Omit<KeyActionsProps, 'apiKey'> {
  readonly keys: readonly ApiKey[]
}

/** In rem; of what is not measured yet. */
const cardHeight = 4.0625
const rowHeight = { comfortable: 2.8125, compact: 1.8125 } as const
/** Below that the columns have no room. */
const tableWidth = 52

/** The keys as a table, or as cards where there is little room. Only what is in sight is drawn, and then measured. */
export function KeysList({ keys, ...actions }: KeysListProps) {
  const density = useDensity()
  const own = useOwnKey()
  const rows = useRef<HTMLDivElement>(null)
  const box = useListBox(rows)
  const isCards = box.width < tableWidth
  const { open, toggle } = useOpenCards()
  const virtual = useWindowVirtualizer({
    count: keys.length,
    estimateSize: () => (isCards ? cardHeight : rowHeight[density]) * remInPixels(),
    overscan: 8,
    scrollMargin: box.top,
    getItemKey: (index) => keys[index]?.id ?? index,
  })
  useEffect(() => {
    void density
    void isCards
    virtual.measure()
  }, [density, isCards, virtual])

  const { focusActive, onFocus, onKeyDown } = useListFocus({
    rows,
    count: keys.length,
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
  }, [keys])

  return (
    <WindowList
      label="API keys"
      isCards={isCards}
      lines={keys.length}
      head={<KeysHead />}
      rows={rows}
      box={box}
      virtual={virtual}
      {...handlers}
    >
      {(index) => {
        const apiKey = keys[index]
        if (!apiKey) return null
        const shared = { ...actions, apiKey, isOwn: apiKey.id === own, isLast: index === keys.length - 1 }
        return isCards ? (
          <KeyCard {...shared} isOpen={open.has(apiKey.id)} onToggle={toggle} />
        ) : (
          <KeyRow {...shared} rowIndex={index + 2} />
        )
      }}
    </WindowList>
  )
}
