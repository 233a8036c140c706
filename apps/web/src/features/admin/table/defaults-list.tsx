import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { useDensity } from '../../../lib/appearance.ts'
import { useListBox } from '../../../lib/hooks/use-list-box.ts'
import { useListFocus } from '../../../lib/hooks/use-list-focus.ts'
import { useOpenCards } from '../../../lib/hooks/use-open-cards.ts'
import { remInPixels } from '../../../lib/rem.ts'
import { WindowList } from '../../../ui/window-list.tsx'
import type { ModelDefaults } from '../model-defaults.ts'
import { DefaultsCard } from './defaults-card.tsx'
import { DefaultsHead } from './defaults-head.tsx'
import { layoutOf } from './defaults-layout.ts'
import { DefaultsRow } from './defaults-row.tsx'
import { tableLines } from './table-lines.ts'

export interface DefaultsListProps {
  readonly models: readonly ModelDefaults[]
  /** Whether there is something to compare with. */
  readonly hasAdvice: boolean
}

/** In rem; of what is not measured yet. */
const cardHeight = 4.0625
const lineHeight = { comfortable: 1.75, compact: 1.625 } as const
const minHeight = { comfortable: 3.8125, compact: 3.0625 } as const

/** All models as a table, or as cards where there is little room. Only what is in sight is drawn, and then measured. */
export function DefaultsList({ models, hasAdvice }: DefaultsListProps) {
  const density = useDensity()
  const rows = useRef<HTMLDivElement>(null)
  const box = useListBox(rows)
  const layout = layoutOf(box.width, { hasAdvice })
  const isCards = layout === 'cards'
  const { open, toggle } = useOpenCards()
  /** How many lines stand before each model, and in all. */
  const [before, total] = useMemo(() => {
    let sum = 0
    const starts = models.map((model) => {
      const start = sum
      sum += tableLines(model, layout).length
      return start
    })
    return [starts, sum]
  }, [models, layout])

  const virtual = useWindowVirtualizer({
    count: models.length,
    estimateSize: (index) => {
      if (isCards) return cardHeight * remInPixels()
      const lines = (before[index + 1] ?? total) - (before[index] ?? 0)
      return Math.max(minHeight[density], lines * lineHeight[density] + 0.9375) * remInPixels()
    },
    overscan: 8,
    scrollMargin: box.top,
    // With another function, all rows would be placed anew in every frame of scrolling.
    getItemKey: useCallback((index: number) => models[index]?.name ?? index, [models]),
  })
  useEffect(() => {
    void density
    void layout
    virtual.measure()
  }, [density, layout, virtual])

  const { focusActive, ...handlers } = useListFocus({
    rows,
    count: models.length,
    page: 10,
    target: '[data-row-link], button',
    scrollTo: (index) => virtual.scrollToIndex(index),
  })
  const latestFocus = useRef(focusActive)
  latestFocus.current = focusActive
  /** The button that was pressed may be gone, and its row with it: the focus then goes to what stands there now. */
  const done = useCallback(() => {
    if (document.activeElement === document.body) latestFocus.current()
  }, [])

  return (
    <WindowList
      label="Settings of models"
      isCards={isCards}
      lines={total}
      head={layout !== 'cards' && <DefaultsHead layout={layout} />}
      rows={rows}
      box={box}
      virtual={virtual}
      {...handlers}
    >
      {(index) => {
        const model = models[index]
        if (!model) return null
        const shared = { model, isLast: index === models.length - 1, onDone: done }
        return layout === 'cards' ? (
          <DefaultsCard {...shared} isOpen={open.has(model.name)} onToggle={toggle} />
        ) : (
          <DefaultsRow {...shared} layout={layout} rowIndex={(before[index] ?? 0) + 2} />
        )
      }}
    </WindowList>
  )
}
