import type { RoleRecord } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { SearchX } from 'lucide-react'
import { useMemo } from 'react'
import { summaryOf } from '../../../lib/access/permission-words.ts'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { useNow } from '../../../lib/hooks/use-now.ts'
import { sessionQuery } from '../../../lib/queries/server.ts'
import { ReadProblem } from '../../../parts/problem-note.tsx'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { TextFilter } from '../../../ui/text-filter.tsx'
import type { OnAct } from './role-actions.tsx'
import { countWords } from './role-words.ts'
import { RolesList } from './table/roles-list.tsx'
import { useCountedRoles } from './use-counted-roles.ts'
import { useRolesSearch } from './use-roles-search.ts'

export interface RolesPanelProps {
  /** Why no role can be changed now; null where it can. */
  readonly unavailable: string | null
  readonly onAct: OnAct
}

/** So many are found without a filter. */
const few = 8
const minuteMs = 60_000

/** By name, description, and what a role may do. */
const isFound = ({ name, description, permissions }: RoleRecord, wanted: string): boolean =>
  `${name} ${description} ${summaryOf(new Set(permissions))}`.toLowerCase().includes(wanted.toLowerCase())

/** All roles: the built-in ones first, then those that people made. */
export function RolesPanel({ unavailable, onAct }: RolesPanelProps) {
  const { roles: data, error, isFetching, refetch } = useCountedRoles()
  const { data: held = [] } = useQuery({ ...sessionQuery, select: ({ permissions }) => permissions })
  const own = useMemo(() => new Set(held), [held])
  const needsUpdate = useMissing('roles.update')
  const needsDelete = useMissing('roles.delete')
  const { search, change } = useRolesSearch()
  const now = useNow(minuteMs)
  const { q } = search
  const shown = useMemo(() => data?.filter((role) => q === undefined || isFound(role, q)), [data, q])
  return (
    <Panel title="Roles" aside={data && <span className="text-ink-faint tabular-nums">{countWords(data)}</span>}>
      {!data && error && (
        <ReadProblem error={error} isBusy={isFetching} retry={() => void refetch()} className="p-(--pad)" />
      )}
      {!data && !error && <SkeletonRows rows={4} />}
      {data && (data.length > few || q !== undefined) && (
        <search aria-label="Filters" className="flex border-b border-line px-(--pad) py-2.5">
          <TextFilter label="Filter roles" value={q} onChange={(text) => change({ q: text })} className="w-64" />
        </search>
      )}
      {shown?.length === 0 && (
        <Empty
          icon={SearchX}
          title="No matching roles"
          actions={<Button onClick={() => change({ q: undefined })}>Clear filter</Button>}
        >
          The filter covers names, descriptions and what roles may do.
        </Empty>
      )}
      {shown && shown.length > 0 && (
        <RolesList
          roles={shown}
          now={now}
          own={own}
          needsUpdate={needsUpdate}
          needsDelete={needsDelete}
          unavailable={unavailable}
          onAct={onAct}
        />
      )}
      <p aria-live="polite" className="sr-only">
        {q !== undefined && shown && `${shown.length} ${shown.length === 1 ? 'role' : 'roles'} shown`}
      </p>
    </Panel>
  )
}
