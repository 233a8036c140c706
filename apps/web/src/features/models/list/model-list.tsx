import type { AvailableModel, RunningModel } from '@ollama-dashboard/contracts'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, type RefObject, useCallback, useEffect, useMemo, useRef } from 'react'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { useDensity } from '../../../lib/appearance.ts'
import { useListBox } from '../../../lib/hooks/use-list-box.ts'
import { useListFocus } from '../../../lib/hooks/use-list-focus.ts'
import { usePendingActions } from '../../../lib/models/model-actions.ts'
import { remInPixels } from '../../../lib/rem.ts'
import { shownColumns, showsActions } from './columns.ts'
import { ListHead } from './list-head.tsx'
import { ModelCard } from './model-card.tsx'
import { ModelRow } from './model-row.tsx'
import { isSettingsTab } from './models-search.ts'
import { useListActions } from './use-list-actions.ts'
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

/** In rem, as all lengths here. */
const rowHeight = { comfortable: 2.75, compact: 1.75 } as const
const cardHeight = 4.25
/** Below this width of the list a model is a card. */
const cardsBelow = 31.25

/** The models as rows of a table, or as cards where there is little room. Only what is in sight is drawn. */
export function ModelList({ models, states, isOld, selection, isSelecting, onDelete }: ModelListProps) {
  const { search } = useModelsSearch()
  const actions = useListActions(onDelete)
  const pendingOf = usePendingActions(useInstance())
  const density = useDensity()
  const rows = useRef<HTMLDivElement>(null)
  const { width, top } = useListBox(rows)
  const isCards = width > 0 && width < cardsBelow
  const columns = useMemo(() => shownColumns(width, search.hide), [width, search.hide])
  const hasActions = showsActions(width)
  const opens = isSettingsTab(search.tab) ? ('Settings' as const) : ('Details' as const)

  const grid = `1rem minmax(0, 1fr) ${columns.map((column) => column.width).join(' ')}${hasActions ? ' 3.5rem' : ''}`
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a label
    <div
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
      <ModelRows
        rows={rows}
        models={models}
        isCards={isCards}
        isDrawn={width > 0}
        top={top}
        height={isCards ? cardHeight : rowHeight[density]}
        onStep={(name) => {
          // An open drawer follows.
          if (search.model !== undefined && name !== search.model) actions.onOpen(name)
        }}
      >
        {(model, index) => {
          const shared = {
            model,
            state: states.get(model.name) ?? null,
            pending: pendingOf(model.name),
            actions,
            isOpen: search.model === model.name,
            isOld,
            isLast: index === models.length - 1,
            isSelected: selection.names.has(model.name),
            onSelect: selection.toggle,
            opens,
          }
          return isCards ? (
            <ModelCard {...shared} isSelecting={isSelecting} />
          ) : (
            <ModelRow {...shared} rowIndex={index + 2} columns={columns} grid={grid} hasActions={hasActions} />
          )
        }}
      </ModelRows>
    </div>
  )
}

interface ModelRowsProps {
  readonly rows: RefObject<HTMLDivElement | null>
  readonly models: readonly AvailableModel[]
  readonly isCards: boolean
  /** It is known how much room there is. */
  readonly isDrawn: boolean
  /** Where in the document they begin, in pixels. */
  readonly top: number
  /** Of each of them, in rem. */
  readonly height: number
  /** `j` or `k` led to a model. */
  readonly onStep: (name: string) => void
  readonly children: (model: AvailableModel, index: number) => ReactNode
}

/** The models in sight. They are found anew with each frame of scrolling, and what surrounds them is not. */
function ModelRows({ rows, models, isCards, isDrawn, top, height, onStep, children }: ModelRowsProps) {
  const virtual = useWindowVirtualizer({
    count: models.length,
    estimateSize: () => height * remInPixels(),
    overscan: 5,
    scrollMargin: top,
    // With another function, all rows would be placed anew in every frame of scrolling.
    getItemKey: useCallback((index: number) => models[index]?.name ?? index, [models]),
  })
  useEffect(() => {
    void height
    virtual.measure()
  }, [height, virtual])
  const { focusActive: _, ...handlers } = useListFocus({
    rows,
    count: models.length,
    page: 12,
    target: '[data-row-link]',
    scrollTo: (index) => virtual.scrollToIndex(index),
    onStep(index) {
      const next = models[index]
      if (next) onStep(next.name)
    },
  })
  return (
    <div
      role={isCards ? 'presentation' : 'rowgroup'}
      ref={rows}
      className="relative"
      style={{ height: virtual.getTotalSize() }}
      {...handlers}
    >
      {isDrawn &&
        virtual.getVirtualItems().map(({ index, start, key }) => {
          const model = models[index]
          return (
            model && (
              <div
                key={key}
                data-index={index}
                role={isCards ? 'listitem' : 'presentation'}
                className="absolute inset-x-0 top-0 contain-layout contain-style"
                style={{ transform: `translateY(${start - top}px)` }}
              >
                {children(model, index)}
              </div>
            )
          )
        })}
    </div>
  )
}
