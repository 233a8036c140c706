import type { ApiKey } from '@ollama-dashboard/contracts'
import { builtInRoles, isBuiltIn, roleName } from '../../../lib/access/roles.ts'
import { Chip } from '../../../ui/chip.tsx'
import { TextFilter } from '../../../ui/text-filter.tsx'
import { useKeysSearch } from './use-keys-search.ts'

/** By what is read of them, and by their role. */
export function KeysFilters({ keys }: { readonly keys: readonly ApiKey[] }) {
  const { search, change } = useKeysSearch()
  const counted = keys.filter(({ revoked_at }) => search.revoked || revoked_at === null)
  const made = [...new Set(counted.map(({ role }) => role))].filter((role) => !isBuiltIn(role)).sort()
  const roles = new Set([...builtInRoles.toReversed(), ...made, ...(search.may === undefined ? [] : [search.may])])
  return (
    <search
      aria-label="Filters"
      className="flex flex-wrap items-center gap-2 border-b border-line px-(--pad) py-2.5 phone:flex-nowrap phone:overflow-x-auto"
    >
      <TextFilter label="Filter keys" value={search.q} onChange={(q) => change({ q })} className="w-48 phone:w-45" />
      {[...roles].map((role) => (
        <Chip
          key={role}
          isOn={search.may === role}
          count={counted.filter((key) => key.role === role).length}
          onToggle={() => change({ may: search.may === role ? undefined : role })}
        >
          {roleName(role)}
        </Chip>
      ))}
    </search>
  )
}
