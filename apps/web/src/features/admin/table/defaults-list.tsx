import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useDensity } from '../../../lib/appearance.ts'
import { useListBox } from '../../../lib/hooks/use-list-box.ts'
import { useListFocus } from '../../../lib/hooks/use-list-focus.ts'
import { remInPixels } from '../../../lib/rem.ts'
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
  const { width, top } = useListBox(rows)
  const layout = layoutOf(width, { hasAdvice })
  const isCards = layout === 'cards'
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const toggle = useCallback(
    (name: string) =>
      setOpen((now) => {
        const next = new Set(now)
        if (!next.delete(name)) next.add(name)
        return next
      }),
    [],
  )
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
    scrollMargin: top,
    getItemKey: (index) => models[index]?.name ?? index,
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
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a label
    <div
      role={isCards ? 'list' : 'table'}
      aria-label="Settings of models"
      aria-rowcount={isCards ? undefined : total + 1}
      className="overflow-clip rounded-b-panel"
    >
      {!isCards && <DefaultsHead layout={layout} />}
      <div ref={rows} role="presentation" className="relative" style={{ height: virtual.getTotalSize() }} {...handlers}>
        {width > 0 &&
          virtual.getVirtualItems().map(({ index, start, key }) => {
            const model = models[index]
            if (!model) return null
            const shared = { model, isLast: index === models.length - 1, onDone: done }
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
                  <DefaultsCard {...shared} isOpen={open.has(model.name)} onToggle={toggle} />
                ) : (
                  <DefaultsRow {...shared} layout={layout} rowIndex={(before[index] ?? 0) + 2} />
                )}
              </div>
            )
          })}
      </div>
    </div>
  )
}
