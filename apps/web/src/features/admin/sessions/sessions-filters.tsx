import { Chip } from '../../../ui/chip.tsx'
import { TextFilter } from '../../../ui/text-filter.tsx'
import { useSessionsSearch } from './use-sessions-search.ts'

/** By browser, key and address; `own` is how many are of the key of this browser, null where all are. */
export function SessionsFilters({ own }: { readonly own: number | null }) {
  const { search, change } = useSessionsSearch()
  return (
    <search
      aria-label="Filters"
      className="flex flex-wrap items-center gap-2 border-b border-line px-(--pad) py-2.5 phone:flex-nowrap phone:overflow-x-auto"
    >
      <TextFilter
        label="Filter by browser, key or address"
        value={search.q}
        onChange={(q) => change({ q })}
        className="w-72 phone:w-60"
      />
      {own !== null && (
        <Chip isOn={search.own === true} count={own} onToggle={() => change({ own: search.own ? undefined : true })}>
          Your key
        </Chip>
      )}
    </search>
  )
}
