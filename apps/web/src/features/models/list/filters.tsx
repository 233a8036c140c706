import type { AvailableModel } from '@ollama-dashboard/contracts'
import { ChevronDown } from 'lucide-react'
import { useMemo } from 'react'
import { CapabilityChips } from '../../../parts/capability-chips.tsx'
import { Chip, chipStyle } from '../../../ui/chip.tsx'
import { Menu, MenuItem } from '../../../ui/menu.tsx'
import { TextFilter } from '../../../ui/text-filter.tsx'
import { countFilters } from './filter-models.ts'
import { useModelsSearch } from './use-models-search.ts'

export function Filters({ models }: { readonly models: readonly AvailableModel[] }) {
  const { search, change } = useModelsSearch()
  const counts = useMemo(() => countFilters(models), [models])
  return (
    <search
      aria-label="Filters"
      className="flex flex-wrap items-center gap-2 phone:-mx-4 phone:flex-nowrap phone:overflow-x-auto phone:px-4 phone:py-1"
    >
      <TextFilter
        label="Filter by name"
        value={search.q}
        onChange={(q) => change({ q })}
        className="w-[192px] phone:w-[200px]"
      />
      <Chip
        isOn={search.running === true}
        count={counts.running}
        onToggle={() => change({ running: search.running ? undefined : true })}
      >
        Running
      </Chip>
      <Chip
        isOn={search.customised === true}
        count={counts.customised}
        onToggle={() => change({ customised: search.customised ? undefined : true })}
      >
        Customised
      </Chip>
      <CapabilityChips chosen={search.can} counts={counts.can} onChange={(can) => change({ can })} />
      {counts.families.length > 1 && (
        <Menu
          align="start"
          trigger={
            <button type="button" className={chipStyle(search.family !== undefined)}>
              {search.family ?? 'Family'}
              <ChevronDown aria-hidden className="size-3.5" />
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
      )}
    </search>
  )
}
