export interface TableHeadProps {
  /** The tracks of a row, as for `grid-template-columns`. */
  readonly tracks: string
  readonly columns: readonly { readonly name: string; readonly className?: string }[]
}

/** The heads of the columns of a table. */
export const TableHead = ({ tracks, columns }: TableHeadProps) => (
  <div role="rowgroup" className="border-b border-line">
    <div
      role="row"
      tabIndex={-1}
      aria-rowindex={1}
      className="grid h-(--head) items-center px-(--pad) text-small font-medium text-ink-muted"
      style={{ gridTemplateColumns: tracks }}
    >
      {columns.map(({ name, className }) => (
        <span key={name} role="columnheader" tabIndex={-1} className={className}>
          {name}
        </span>
      ))}
    </div>
  </div>
)
