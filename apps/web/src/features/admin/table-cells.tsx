import clsx from 'clsx'
import { settingWords } from '../../lib/setting-fields.ts'
import { Status } from '../../ui/status.tsx'
import type { TableLayout } from './defaults-layout.ts'
import { Reason } from './reason.tsx'
import { listOfSettings, SettingValue } from './setting-value.tsx'
import type { TableLine } from './table-lines.ts'

export interface TableCellsProps {
  readonly line: TableLine
  readonly layout: TableLayout
  /** Which line of its model, from 1. */
  readonly row: number
}

const cell = 'min-w-0 py-1 compact:py-[3px]'

/** The cells of one line, from the setting to the reason; where a line has fewer, one of them spans the rest. */
export function TableCells({ line, layout, row }: TableCellsProps) {
  const gridRow = row
  const toTheEnd = { gridRow, gridColumn: '2 / -2' }
  if (line.kind === 'setting') return <SettingCells {...line} layout={layout} row={row} />
  if (line.kind === 'reason') {
    return (
      <div role="cell" aria-colspan={3} className={clsx(cell, '-mt-1 text-small text-ink-muted')} style={toTheEnd}>
        <Reason {...line.reason} />
      </div>
    )
  }
  if (line.kind === 'same') {
    const settings = listOfSettings(line.lines)
    return (
      <>
        <div
          role="cell"
          aria-colspan={3}
          className={clsx(cell, 'mt-0.5 flex flex-wrap content-start items-baseline gap-x-3')}
          style={{ gridRow, gridColumn: '2 / 5' }}
        >
          <Status kind="ok">Same as recommended</Status>
          {layout === 'stacked' && <span className="text-small text-ink-muted">{settings}</span>}
        </div>
        {layout === 'wide' && (
          <div role="cell" className={clsx(cell, 'pl-6 text-ink-muted')} style={{ gridRow, gridColumn: 5 }}>
            {settings}
          </div>
        )}
      </>
    )
  }
  return (
    <div role="cell" aria-colspan={4} className={clsx(cell, 'text-ink-muted')} style={toTheEnd}>
      {line.kind === 'problem' && (
        <span className="mr-3">
          <Status kind="broken">Not looked at</Status>
        </span>
      )}
      {line.text}
    </div>
  )
}

interface SettingCellsProps extends Extract<TableLine, { kind: 'setting' }> {
  readonly layout: TableLayout
  readonly row: number
}

function SettingCells({ line, reason, layout, row }: SettingCellsProps) {
  const { field, saved, recommended } = line
  const gridRow = row
  return (
    <>
      {/* Side by side, so that a text has what its name leaves of the two columns. */}
      <div
        role="presentation"
        className={layout === 'bare' ? 'grid grid-cols-subgrid' : 'flex min-w-0 gap-3'}
        style={{ gridRow, gridColumn: '2 / 4' }}
      >
        <div role="cell" className={clsx(cell, 'flex-none')}>
          {settingWords[field].label}
        </div>
        <div
          role="cell"
          className={clsx(cell, 'flex-1 truncate text-ink-muted tabular-nums', layout !== 'bare' && 'text-right')}
        >
          <SettingValue field={field} value={saved} />
        </div>
      </div>
      {recommended !== undefined && (
        <div
          role="cell"
          className={clsx(cell, 'truncate text-right font-medium text-accent-text tabular-nums')}
          style={{ gridRow, gridColumn: 4 }}
        >
          <SettingValue field={field} value={recommended} />
        </div>
      )}
      {reason && (
        <div
          role="cell"
          aria-rowspan={reason.lines.length}
          className={clsx(cell, 'pl-6 text-ink-muted')}
          style={{ gridRow: `${row} / span ${reason.lines.length}`, gridColumn: 5 }}
        >
          <Reason {...reason} />
        </div>
      )}
    </>
  )
}
