import { Columns3, Rows3, Rows4 } from 'lucide-react'
import { setDensity, useDensity } from '../../../lib/appearance.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Menu, MenuCheck, MenuLabel } from '../../../ui/menu.tsx'
import { columnNames } from './columns.ts'
import { type OptionalColumn, optionalColumns } from './models-search.ts'
import { useModelsSearch } from './use-models-search.ts'

const segment =
  'grid h-[calc(var(--control)-4px)] min-w-7.5 place-items-center rounded-inner text-ink-muted aria-pressed:bg-raised aria-pressed:text-ink-strong aria-pressed:shadow-raise'

/** Density and columns. */
export function ListOptions() {
  const density = useDensity()
  const { search, change } = useModelsSearch()
  const toggle = (column: OptionalColumn, isShown: boolean) => {
    const hide = optionalColumns.filter((one) => (one === column ? !isShown : search.hide?.includes(one)))
    change({ hide: hide.length > 0 ? hide : undefined })
  }
  return (
    <div className="flex items-center gap-2">
      <div
        role="group"
        aria-label="Density"
        className="inline-flex flex-none rounded-control bg-sunken p-0.5 shadow-[inset_0_0_0_1px_var(--line)]"
      >
        <button
          type="button"
          title="Comfortable density"
          aria-label="Comfortable density"
          aria-pressed={density === 'comfortable'}
          onClick={() => setDensity('comfortable')}
          className={segment}
        >
          <Rows3 aria-hidden className="size-4" />
        </button>
        <button
          type="button"
          title="Compact density"
          aria-label="Compact density"
          aria-pressed={density === 'compact'}
          onClick={() => setDensity('compact')}
          className={segment}
        >
          <Rows4 aria-hidden className="size-4" />
        </button>
      </div>
      <Menu trigger={<IconButton icon={Columns3} label="Columns" />}>
        <MenuLabel>Columns</MenuLabel>
        {optionalColumns.map((column) => (
          <MenuCheck
            key={column}
            checked={!search.hide?.includes(column)}
            onChange={(isShown) => toggle(column, isShown)}
          >
            {columnNames[column]}
          </MenuCheck>
        ))}
      </Menu>
    </div>
  )
}
