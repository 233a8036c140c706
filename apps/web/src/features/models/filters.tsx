import type { AvailableModel } from '@ollama-dashboard/contracts'
import { ChevronDown } from 'lucide-react'
import { useMemo } from 'react'
import { type Capability, capabilities } from '../../lib/capabilities.ts'
import { capabilityIcons } from '../../ui/capability-icons.tsx'
import { Chip, chipStyle } from '../../ui/chip.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { TextFilter } from '../../ui/text-filter.tsx'
import { countFilters } from './filter-models.ts'
import { useModelsSearch } from './use-models-search.ts'

export function Filters({ models }: { readonly models: readonly AvailableModel[] }) {
  const { search, change } = useModelsSearch()
  const counts = useMemo(() => countFilters(models), [models])
  const toggle = (capability: Capability) => {
    const now = search.can ?? []
    const next = now.includes(capability) ? now.filter((one) => one !== capability) : [...now, capability]
    change({ can: next.length > 0 ? next : undefined })
  }
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
      {capabilities.map((capability) => (
        <Chip
          key={capability}
          icon={capabilityIcons[capability]}
          isOn={search.can?.includes(capability) ?? false}
          count={counts.can[capability]}
          onToggle={() => toggle(capability)}
        >
          {`${capability[0]?.toUpperCase()}${capability.slice(1)}`}
        </Chip>
      ))}
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
