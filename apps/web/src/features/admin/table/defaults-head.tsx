import clsx from 'clsx'
import { type TableLayout, tracks } from './defaults-layout.ts'

export const DefaultsHead = ({ layout }: { readonly layout: TableLayout }) => (
  <div role="rowgroup" className="border-b border-line">
    <div
      role="row"
      tabIndex={-1}
      aria-rowindex={1}
      className="grid h-(--head) items-center px-(--pad) text-small font-medium text-ink-muted"
      style={{ gridTemplateColumns: tracks[layout] }}
    >
      <Cell>Model</Cell>
      <Cell>Setting</Cell>
      <Cell className={clsx(layout !== 'bare' && 'text-right')}>{layout === 'bare' ? 'Saved' : 'Current'}</Cell>
      {layout !== 'bare' && <Cell className="text-right">Recommended</Cell>}
      {layout === 'wide' && <Cell className="pl-6">Why</Cell>}
      <Cell className="sr-only">Action</Cell>
    </div>
  </div>
)

const Cell = ({ className, children }: { readonly className?: string; readonly children: string }) => (
  <span role="columnheader" tabIndex={-1} className={className}>
    {children}
  </span>
)
