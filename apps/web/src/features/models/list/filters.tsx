import type { AvailableModel } from '@ollama-dashboard/contracts'
import { ChevronDown, ListFilter, type LucideIcon } from 'lucide-react'
import { useMemo } from 'react'
import { useFitting } from '../../../lib/hooks/use-fitting.ts'
import { capabilities } from '../../../lib/models/capabilities.ts'
import { capabilityIcons } from '../../../parts/capability-icons.tsx'
import { Chip, chipStyle } from '../../../ui/chip.tsx'
import { Menu, MenuCheck, MenuItem, MenuLabel } from '../../../ui/menu.tsx'
import { TextFilter } from '../../../ui/text-filter.tsx'
import { countFilters, type FilterCounts } from './filter-models.ts'
import type { ModelsSearch } from './models-search.ts'
import { useModelsSearch } from './use-models-search.ts'

interface Filter {
  readonly label: string
  readonly icon?: LucideIcon
  readonly isOn: boolean
  readonly count: number
  /** The search without it, or with it. */
  readonly next: { readonly [K in keyof ModelsSearch]?: ModelsSearch[K] | undefined }
}

/** In one line: what does not fit is behind More. */
export function Filters({ models }: { readonly models: readonly AvailableModel[] }) {
  const { search, change } = useModelsSearch()
  const counts = useMemo(() => countFilters(models), [models])
  const [row, fitting] = useFitting()
  const filters = filtersOf(search, counts)
  const hasFamilies = counts.families.length > 1
  // The first that fits is the field, the last the families.
  const rest = filters.slice(Math.max(0, fitting - 1))
  const isFamilyInRest = hasFamilies && fitting - 1 <= filters.length
  return (
    <search
      ref={row}
      aria-label="Filters"
      className="flex items-center gap-2 phone:-mx-4 phone:overflow-x-auto phone:px-4 phone:py-1"
    >
      <TextFilter label="Filter by name" value={search.q} onChange={(q) => change({ q })} className="w-48 phone:w-50" />
      {filters.map(({ label, icon, isOn, count, next }) => (
        <Chip key={label} {...(icon && { icon })} isOn={isOn} count={count} onToggle={() => change(next)}>
          {label}
        </Chip>
      ))}
      {hasFamilies && (
        <div className="flex-none">
          <Menu
            align="start"
            trigger={
              <button type="button" className={chipStyle(search.family !== undefined)}>
                {search.family ?? 'Family'}
                <ChevronDown aria-hidden />
              </button>
            }
          >
            <div className="max-h-72 overflow-y-auto">
              <MenuItem onSelect={() => change({ family: undefined })}>All families</MenuItem>
              {counts.families.map((family) => (
                <MenuItem key={family} onSelect={() => change({ family })}>
                  {family}
                </MenuItem>
              ))}
            </div>
          </Menu>
        </div>
      )}
      <div className="flex-none">
        <Menu
          align="start"
          trigger={
            <button
              type="button"
              className={chipStyle(rest.some(({ isOn }) => isOn) || (isFamilyInRest && search.family !== undefined))}
            >
              <ListFilter aria-hidden />
              More
            </button>
          }
        >
          <div className="max-h-[60dvh] overflow-y-auto">
            {rest.map(({ label, isOn, count, next }) => (
              <MenuCheck key={label} checked={isOn} onChange={() => change(next)}>
                {label} <span className="font-normal text-ink-faint tabular-nums">{count}</span>
              </MenuCheck>
            ))}
            {isFamilyInRest && <MenuLabel>Family</MenuLabel>}
            {isFamilyInRest &&
              counts.families.map((family) => (
                <MenuCheck
                  key={family}
                  checked={search.family === family}
                  onChange={(isOn) => change({ family: isOn ? family : undefined })}
                >
                  {family}
                </MenuCheck>
              ))}
          </div>
        </Menu>
      </div>
    </search>
  )
}

/** A filter that would leave nothing is not offered, unless it is on and has to come off. */
function filtersOf(search: ModelsSearch, { running, customised, can }: FilterCounts): Filter[] {
  const { can: chosen = [] } = search
  const all: readonly Filter[] = [
    {
      label: 'Running',
      isOn: search.running === true,
      count: running,
      next: { running: search.running ? undefined : true },
    },
    ...capabilities.map((capability): Filter => {
      const isOn = chosen.includes(capability)
      const others = isOn ? chosen.filter((one) => one !== capability) : [...chosen, capability]
      return {
        label: `${capability[0]?.toUpperCase()}${capability.slice(1)}`,
        icon: capabilityIcons[capability],
        isOn,
        count: can[capability],
        next: { can: others.length > 0 ? others : undefined },
      }
    }),
    {
      label: 'Customised',
      isOn: search.customised === true,
      count: customised,
      next: { customised: search.customised ? undefined : true },
    },
  ]
  return all.filter(({ count, isOn }) => count > 0 || isOn)
}
