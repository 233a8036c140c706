import { tracks } from './key-row.tsx'

const columns = ['Name', 'May', 'Last used', 'From', 'Expires'] as const

export const KeysHead = () => (
  <div role="rowgroup" className="border-b border-line">
    <div
      role="row"
      tabIndex={-1}
      aria-rowindex={1}
      className="grid h-(--head) items-center px-(--pad) text-small font-medium text-ink-muted"
      style={{ gridTemplateColumns: tracks }}
    >
      {columns.map((column) => (
        <span key={column} role="columnheader" tabIndex={-1}>
          {column}
        </span>
      ))}
      <span role="columnheader" tabIndex={-1} className="sr-only">
        Actions
      </span>
    </div>
  </div>
)
