import type { ApiKey } from '@ollama-dashboard/contracts'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type FocusEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useDensity } from '../../../../lib/appearance.ts'
import { useListBox } from '../../../../lib/hooks/use-list-box.ts'
import { useListFocus } from '../../../../lib/hooks/use-list-focus.ts'
import { remInPixels } from '../../../../lib/rem.ts'
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
  const { width, top } = useListBox(rows)
  const isCards = width < tableWidth
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const toggle = useCallback(
    (id: string) =>
      setOpen((now) => {
        const next = new Set(now)
        if (!next.delete(id)) next.add(id)
        return next
      }),
    [],
  )
  const virtual = useWindowVirtualizer({
    count: keys.length,
    estimateSize: () => (isCards ? cardHeight : rowHeight[density]) * remInPixels(),
    overscan: 8,
    scrollMargin: top,
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
    target: '[data-row-target]',
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
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a label
    <div
      role={isCards ? 'list' : 'table'}
      aria-label="API keys"
      aria-rowcount={isCards ? undefined : keys.length + 1}
      className="overflow-clip rounded-b-panel"
    >
      {!isCards && <KeysHead />}
      <div ref={rows} role="presentation" className="relative" style={{ height: virtual.getTotalSize() }} {...handlers}>
        {width > 0 &&
          virtual.getVirtualItems().map(({ index, start, key }) => {
            const apiKey = keys[index]
            if (!apiKey) return null
            const shared = { ...actions, apiKey, isOwn: apiKey.id === own, isLast: index === keys.length - 1 }
            return (
              <div
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                role={isCards ? 'listitem' : 'presentation'}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${start - top}px)` }}
              >
                {isCards ? (
                  <KeyCard {...shared} isOpen={open.has(apiKey.id)} onToggle={toggle} />
                ) : (
                  <KeyRow {...shared} rowIndex={index + 2} />
                )}
              </div>
            )
          })}
      </div>
    </div>
  )
}
