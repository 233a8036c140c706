import clsx from 'clsx'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { type Column, columnNames } from './columns.ts'
import type { SortColumn } from './models-search.ts'
import { useModelsSearch } from './use-models-search.ts'

export interface ListHeadProps {
  readonly columns: readonly Column[]
  readonly grid: string
  readonly hasActions: boolean
  /** How many of the shown models are selected. */
  readonly selected: 'none' | 'some' | 'all'
  readonly onSelectAll: () => void
}

export const ListHead = ({ columns, grid, hasActions, selected, onSelectAll }: ListHeadProps) => (
  <div
    role="row"
    tabIndex={-1}
    aria-rowindex={1}
    className="grid h-(--head) items-center gap-x-4 border-b border-line px-(--pad) text-small font-medium text-ink-muted"
    style={{ gridTemplateColumns: grid }}
  >
    <span role="columnheader" tabIndex={-1} className="flex">
      <Checkbox
        label={selected === 'all' ? 'Clear selection' : 'Select all'}
        checked={selected === 'all' ? true : selected === 'some' ? 'mixed' : false}
        onToggle={onSelectAll}
      />
    </span>
    <HeadCell sort="name">Name</HeadCell>
    {columns.map(({ id, sort, isNumber }) => (
      <HeadCell key={id} sort={sort} isNumber={isNumber}>
        {columnNames[id]}
      </HeadCell>
    ))}
    {hasActions && (
      <span role="columnheader" className="sr-only" tabIndex={-1}>
        Actions
      </span>
    )}
  </div>
)

interface HeadCellProps {
  readonly sort?: SortColumn | undefined
  readonly isNumber?: true | undefined
  readonly children: string
}

/** Ascending, then descending, then as at first. */
function HeadCell({ sort, isNumber, children }: HeadCellProps) {
  const { search, change } = useModelsSearch()
  const isSorted = sort !== undefined && search.sort === sort
  const next = () => {
    if (!isSorted) change({ sort, desc: undefined })
    else if (!search.desc) change({ desc: true })
    else change({ sort: undefined, desc: undefined })
  }
  const Arrow = search.desc ? ChevronDown : ChevronUp
  return (
    <span
      role="columnheader"
      tabIndex={-1}
      aria-sort={isSorted ? (search.desc ? 'descending' : 'ascending') : 'none'}
      className={clsx('flex min-w-0', isNumber && 'justify-end')}
    >
      {sort ? (
        <button
          type="button"
          onClick={next}
          className="-mx-1 flex min-w-0 items-center gap-0.5 rounded-inner px-1 hover:text-ink-strong"
        >
          {isNumber && isSorted && <Arrow aria-hidden className="size-3 text-ink-faint" />}
          <span className="truncate">{children}</span>
          {!isNumber && isSorted && <Arrow aria-hidden className="size-3 text-ink-faint" />}
        </button>
      ) : (
        <span className="truncate">{children}</span>
      )}
    </span>
  )
}
