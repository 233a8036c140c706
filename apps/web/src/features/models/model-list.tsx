import type { AvailableModel, RunningModel } from '@ollama-dashboard/contracts'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useDensity } from '../../lib/appearance.ts'
import { shownColumns, showsActions } from './columns.ts'
import { ListHead } from './list-head.tsx'
import type { OpenModel } from './model-actions.tsx'
import { ModelCard } from './model-card.tsx'
import { ModelRow } from './model-row.tsx'
import { isSettingsTab } from './models-search.ts'
import { useModelsSearch } from './use-models-search.ts'
import type { Selection } from './use-selection.ts'

export interface ModelListProps {
  readonly models: readonly AvailableModel[]
  readonly states: ReadonlyMap<string, RunningModel['state']>
  /** Ollama did not answer since: what is shown is of before. */
  readonly isOld: boolean
  readonly selection: Selection
  /** Cards have their checkboxes only while somebody selects. */
  readonly isSelecting: boolean
  readonly onDelete: (name: string) => void
}

const rowHeight = { comfortable: 44, compact: 28 } as const
const cardHeight = 68
/** Below this width of the list a model is a card. */
const cardsBelow = 500

/** The models as rows of a table, or as cards where there is little room. Only what is in sight is drawn. */
export function ModelList({ models, states, isOld, selection, isSelecting, onDelete }: ModelListProps) {
  const { search, change } = useModelsSearch()
  const density = useDensity()
  const box = useRef<HTMLDivElement>(null)
  const { width, top } = useBox(box)
  const isCards = width > 0 && width < cardsBelow
  const columns = shownColumns(width, search.hide)
  const hasActions = showsActions(width)
  const virtual = useWindowVirtualizer({
    count: models.length,
    estimateSize: () => (isCards ? cardHeight : rowHeight[density]),
    overscan: 12,
    scrollMargin: top,
    getItemKey: (index) => models[index]?.name ?? index,
  })
  useEffect(() => {
    void density
    void isCards
    virtual.measure()
  }, [density, isCards, virtual])

  const [active, setActive] = useState(0)
  const opens = isSettingsTab(search.tab) ? ('Settings' as const) : ('Details' as const)
  const open: OpenModel = (name, view) => {
    const details = isSettingsTab(search.tab) ? undefined : search.tab
    const tab = view === 'settings' ? 'settings' : view === 'details' ? details : search.tab
    change({ model: name, tab }, { push: search.model === undefined })
  }

  const focusRow = (index: number) => {
    const next = Math.min(models.length - 1, Math.max(0, index))
    setActive(next)
    virtual.scrollToIndex(next)
    // Drawn only after the scroll, when it was out of sight.
    requestAnimationFrame(() =>
      box.current?.querySelector<HTMLElement>(`[data-index="${next}"] [data-row-link]`)?.focus(),
    )
  }
  useListKeys((step) => focusRow(box.current?.contains(document.activeElement) ? active + step : active))

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: 12,
      PageUp: -12,
      Home: -models.length,
      End: models.length,
    }
    const step = steps[event.key]
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    focusRow(active + step)
  }

  const grid = `16px minmax(0, 1fr) ${columns.map((column) => column.width).join(' ')}${hasActions ? ' 74px' : ''}`
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a label
    <div
      ref={box}
      role={isCards ? 'list' : 'table'}
      aria-label="Installed models"
      aria-rowcount={isCards ? undefined : models.length + 1}
      className="overflow-clip rounded-panel border border-line bg-panel"
    >
      {!isCards && (
        <ListHead
          columns={columns}
          grid={grid}
          hasActions={hasActions}
          selected={selection.names.size === 0 ? 'none' : selection.names.size === models.length ? 'all' : 'some'}
          onSelectAll={() =>
            selection.names.size === models.length ? selection.clear() : selection.set(models.map(({ name }) => name))
          }
        />
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the links within */}
      <div
        role={isCards ? 'presentation' : 'rowgroup'}
        className="relative"
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          const index = event.target.closest<HTMLElement>('[data-index]')?.dataset['index']
          if (index !== undefined) setActive(Number(index))
        }}
      >
        {width > 0 &&
          virtual.getVirtualItems().map(({ index, start, key }) => {
            const model = models[index]
            if (!model) return null
            const shared = {
              model,
              state: states.get(model.name) ?? null,
              isOpen: search.model === model.name,
              isOld,
              isSelected: selection.names.has(model.name),
              onSelect: selection.toggle,
              onOpen: open,
              opens,
              onDelete,
            }
            return (
              <div
                key={key}
                data-index={index}
                role={isCards ? 'listitem' : 'presentation'}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${start - top}px)` }}
              >
                {isCards ? (
                  <ModelCard {...shared} isSelecting={isSelecting} isLast={index === models.length - 1} />
                ) : (
                  <ModelRow
                    {...shared}
                    rowIndex={index + 2}
                    columns={columns}
                    grid={grid}
                    hasActions={hasActions}
                    isLast={index === models.length - 1}
                  />
                )}
              </div>
            )
          })}
      </div>
    </div>
  )
}

/** How wide an element is and where in the document its rows begin. */
function useBox(box: React.RefObject<HTMLElement | null>) {
  const [size, setSize] = useState({ width: 0, top: 0 })
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => {
      const { width, top } = element.getBoundingClientRect()
      const head =
        element.firstElementChild?.getAttribute('role') === 'row'
          ? element.firstElementChild.getBoundingClientRect().height
          : 0
      setSize((before) => {
        const next = { width: Math.round(width), top: Math.round(top + window.scrollY + head) }
        return before.width === next.width && before.top === next.top ? before : next
      })
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    // Bands above the list come and go.
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [box])
  return size
}

/** `j` and `k`, wherever on the page one is but in a field. */
function useListKeys(move: (step: number) => void): void {
  const latest = useRef(move)
  latest.current = move
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && /^(?:INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === 'j') latest.current(1)
      if (event.key === 'k') latest.current(-1)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
