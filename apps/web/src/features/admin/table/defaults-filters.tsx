import { Chip } from '../../../ui/chip.tsx'
import { TextFilter } from '../../../ui/text-filter.tsx'
import type { ShownDefaults } from '../admin-search.ts'
import type { DefaultsCounts } from '../model-defaults.ts'
import { useAdminSearch } from '../use-admin-search.ts'

const chips: readonly (readonly [ShownDefaults, string])[] = [
  ['differ', 'Differs'],
  ['unset', 'No saved settings'],
  ['person', 'Set manually'],
]

export interface DefaultsFiltersProps {
  readonly counts: DefaultsCounts
}

/** By name, and one of three kinds: no model is of the first two at once. */
export function DefaultsFilters({ counts }: DefaultsFiltersProps) {
  const { search, change } = useAdminSearch()
  return (
    <search
      aria-label="Filters"
      className="flex flex-wrap items-center gap-2 border-b border-line px-(--pad) py-2.5 phone:flex-nowrap phone:overflow-x-auto"
    >
      <TextFilter label="Filter by name" value={search.q} onChange={(q) => change({ q })} className="w-48 phone:w-45" />
      {chips.map(([kind, word]) => (
        <Chip
          key={kind}
          isOn={search.show === kind}
          count={counts[kind]}
          onToggle={() => change({ show: search.show === kind ? undefined : kind })}
        >
          {word}
        </Chip>
      ))}
    </search>
  )
}
