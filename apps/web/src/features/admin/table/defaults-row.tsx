import clsx from 'clsx'
import { memo } from 'react'
import { useKeyName } from '../../../lib/access/key-name.ts'
import { IdentityMark, ModelName } from '../../../parts/model-name.tsx'
import { Badge } from '../../../ui/badge.tsx'
import type { ModelDefaults } from '../model-defaults.ts'
import { DefaultsAction } from './defaults-action.tsx'
import { type TableLayout, tracks } from './defaults-layout.ts'
import { SettingsLink, TableCells } from './table-cells.tsx'
import { savedBy, tableLines } from './table-lines.ts'

export interface DefaultsRowProps {
  readonly model: ModelDefaults
  readonly layout: TableLayout
  /** Row index of its first line in the table. */
  readonly rowIndex: number
  readonly isLast: boolean
  readonly onDone: (name: string) => void
}

/** A model in the table: itself, and a line for each setting that differs or is kept. */
export const DefaultsRow = memo(function DefaultsRow({ model, layout, rowIndex, isLast, onDone }: DefaultsRowProps) {
  const lines = tableLines(model, layout)
  const span = `1 / span ${lines.length}`
  return (
    <div
      role="rowgroup"
      className={clsx(
        'grid border-line px-(--pad) py-[7px] text-cell hover:bg-hover compact:py-0.5',
        !isLast && 'border-b',
      )}
      style={{ gridTemplateColumns: tracks[layout] }}
    >
      {lines.map((line, index) => (
        // The first line has the model's link, which keeps its focus when the recommendations come and lines change.
        // biome-ignore lint/a11y/useFocusableInteractive: the link within takes the focus
        <div key={index === 0 ? 'first' : line.key} role="row" aria-rowindex={rowIndex + index} className="contents">
          {index === 0 && (
            <div
              role="rowheader"
              tabIndex={-1}
              aria-rowspan={lines.length}
              className="min-w-0 py-1 pr-6 compact:py-[3px]"
              style={{ gridColumn: 1, gridRow: span }}
            >
              <Model model={model} />
            </div>
          )}
          <TableCells line={line} layout={layout} row={index + 1} />
          {index === 0 && (
            <div
              role="cell"
              aria-rowspan={lines.length}
              className="flex justify-end py-px"
              style={{ gridColumn: '-2 / -1', gridRow: span }}
            >
              <DefaultsAction model={model} onDone={() => onDone(model.name)} />
            </div>
          )}
        </div>
      ))}
    </div>
  )
})

const Model = ({ model: { name, entry, isInstalled } }: { readonly model: ModelDefaults }) => {
  const who = useKeyName(entry?.updated_by)
  return (
    <>
      <div className="flex min-w-0 items-start gap-2.5">
        <IdentityMark name={name} className="mt-[5.5px]" />
        {isInstalled ? (
          <SettingsLink model={name} className="min-w-0 rounded-inner hover:underline">
            <ModelName name={name} whole />
          </SettingsLink>
        ) : (
          <>
            <ModelName name={name} whole />
            <Badge>Not installed</Badge>
          </>
        )}
      </div>
      <p className="mt-0.5 pl-4.75 text-small text-ink-faint tabular-nums">{savedBy(entry, who, Date.now())}</p>
    </>
  )
}
