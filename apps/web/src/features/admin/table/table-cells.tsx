import { Link } from '@tanstack/react-router'
import clsx from 'clsx'
import { ExternalLink } from 'lucide-react'
import type { ReactNode } from 'react'
import { settingWords } from '../../../lib/models/setting-fields.ts'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { Status } from '../../../ui/status.tsx'
import type { ReasonedLines } from '../model-defaults.ts'
import type { TableLayout } from './defaults-layout.ts'
import { isText, SavedValue, SettingValue } from './setting-value.tsx'
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
  if (line.kind === 'setting' || line.kind === 'same') return <SettingCells line={line} layout={layout} row={row} />
  if (line.kind === 'reason') {
    return (
      <div role="cell" aria-colspan={3} className={clsx(cell, '-mt-1 text-small text-ink-muted')} style={toTheEnd}>
        <Reason {...line.reason} />
      </div>
    )
  }
  if (line.kind === 'coming') {
    return (
      <div role="cell" aria-colspan={4} className={clsx(cell, 'flex h-7 items-center gap-3')} style={toTheEnd}>
        <Skeleton className="h-3 w-28" />
        <Skeleton className="ml-auto h-3 w-2/5" />
        <span className="sr-only">Loading the recommendation</span>
      </div>
    )
  }
  return (
    <div role="cell" aria-colspan={4} className={clsx(cell, 'text-ink-muted')} style={toTheEnd}>
      {line.kind === 'problem' && (
        <span className="mr-3">
          <Status kind="broken">Not checked</Status>
        </span>
      )}
      {line.text}
    </div>
  )
}

interface SettingCellsProps {
  readonly line: Extract<TableLine, { kind: 'setting' | 'same' }>
  readonly layout: TableLayout
  readonly row: number
}

function SettingCells({ line, layout, row }: SettingCellsProps) {
  const { field, saved, recommended } = line.line
  const reason = line.kind === 'setting' ? line.reason : null
  const gridRow = row
  // A text with nothing to compare it with has the columns beside it as well.
  const isSpread = layout !== 'bare' && line.kind === 'setting' && recommended === undefined && isText(saved)
  const end = !isSpread ? 4 : line.hasReasonBeside ? 5 : -2
  return (
    <>
      {/* Side by side, so that a text has what its name leaves of the two columns. */}
      <div
        role="presentation"
        className={layout === 'bare' ? 'grid grid-cols-subgrid' : 'flex min-w-0 gap-3'}
        style={{ gridRow, gridColumn: `2 / ${end}` }}
      >
        <div role="cell" className={clsx(cell, 'flex-none')}>
          {settingWords[field].label}
        </div>
        <div
          role="cell"
          className={clsx(
            cell,
            'flex-1 truncate text-ink-muted tabular-nums',
            layout !== 'bare' && !isSpread && 'text-right',
          )}
        >
          <SavedValue line={line.line} />
        </div>
      </div>
      {recommended !== undefined && (
        <div
          role="cell"
          className={clsx(cell, 'truncate text-right font-medium text-accent-text tabular-nums')}
          style={{ gridRow, gridColumn: 4 }}
        >
          {line.kind === 'same' ? <Status kind="ok">Same</Status> : <SettingValue field={field} value={recommended} />}
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

/** Why values are recommended, and where that stands. */
export function Reason({ why, source, lines }: ReasonedLines) {
  const of = lines.map(({ field }) => settingWords[field].label).join(', ')
  return (
    <>
      {why}
      {source !== null && /^https?:\/\//.test(source) && (
        <>
          {' '}
          <a
            href={source}
            target="_blank"
            rel="noopener noreferrer"
            className="touch-target inline-flex items-baseline gap-1 font-medium whitespace-nowrap text-accent-text hover:underline"
          >
            Source
            <span className="sr-only"> of {of}, in a new tab</span>
            <ExternalLink aria-hidden className="size-3 self-center" />
          </a>
        </>
      )}
    </>
  )
}

export interface SettingsLinkProps {
  readonly model: string
  readonly children: ReactNode
  readonly className?: string
}

/** To the form with the settings of a model. */
export const SettingsLink = ({ model, children, className }: SettingsLinkProps) => (
  <Link
    to="/models"
    search={{ model, tab: 'settings' }}
    data-row-link
    aria-label={`Settings of ${model}`}
    className={className}
  >
    {children}
  </Link>
)
