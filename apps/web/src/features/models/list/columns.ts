import type { OptionalColumn, SortColumn } from './models-search.ts'

export const columnNames: Readonly<Record<OptionalColumn, string>> = {
  capabilities: 'Capabilities',
  parameters: 'Parameters',
  quantisation: 'Quantisation',
  size: 'Size',
  context: 'Context',
  modified: 'Modified',
}

export interface Column {
  readonly id: OptionalColumn
  readonly sort?: SortColumn
  readonly isNumber?: true
  /** Its track in the grid of a row: no wider than what it shows, for the name has the rest. */
  readonly width: string
  /** A column leaves when the list is no wider than this, in rem. */
  readonly leavesAt?: number
}

export const columns: readonly Column[] = [
  { id: 'capabilities', width: '4.5rem', leavesAt: 30 },
  { id: 'parameters', sort: 'parameters', isNumber: true, width: '4.75rem', leavesAt: 40 },
  { id: 'quantisation', width: '4.875rem', leavesAt: 53.75 },
  { id: 'size', sort: 'size', isNumber: true, width: '4.5rem' },
  { id: 'context', sort: 'context', isNumber: true, width: '3.75rem', leavesAt: 35 },
  { id: 'modified', sort: 'modified', width: '6.25rem', leavesAt: 53.75 },
]

/** The columns that a list of this width, in rem, shows, without those the person took away. */
export const shownColumns = (listWidth: number, hidden: readonly OptionalColumn[] = []): readonly Column[] =>
  columns.filter(({ id, leavesAt = 0 }) => listWidth > leavesAt && !hidden.includes(id))

export const showsActions = (listWidth: number): boolean => listWidth > 53.75
