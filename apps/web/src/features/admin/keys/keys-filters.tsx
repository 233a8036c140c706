import type { ApiKey, Role } from '@ollama-dashboard/contracts'
import { Chip } from '../../../ui/chip.tsx'
import { TextFilter } from '../../../ui/text-filter.tsx'
import { roleNames } from './key-words.ts'
import { useKeysSearch } from './use-keys-search.ts'

const roles: readonly Role[] = ['admin', 'operator', 'viewer']

/** By name, and by what the keys may do. */
export function KeysFilters({ keys }: { readonly keys: readonly ApiKey[] }) {
  const { search, change } = useKeysSearch()
  const counted = keys.filter(({ revoked_at }) => search.revoked || revoked_at === null)
  return (
    <search
      aria-label="Filters"
      className="flex flex-wrap items-center gap-2 border-b border-line px-(--pad) py-2.5 phone:flex-nowrap phone:overflow-x-auto"
    >
      <TextFilter label="Filter by name" value={search.q} onChange={(q) => change({ q })} className="w-48 phone:w-45" />
      {roles.map((role) => (
        <Chip
          key={role}
          isOn={search.may === role}
          count={counted.filter((key) => key.role === role).length}
          onToggle={() => change({ may: search.may === role ? undefined : role })}
        >
          {roleNames[role]}
        </Chip>
      ))}
    </search>
  )
}
