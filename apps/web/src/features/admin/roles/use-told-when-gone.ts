import { useEffect } from 'react'
import { notify } from '../../../lib/notices.ts'
import { useCountedRoles } from './use-counted-roles.ts'
import { useRolesSearch } from './use-roles-search.ts'

/** Says so where the role that is edited is no more: somebody else deleted it, or the address is an old one. */
export function useToldWhenGone(): void {
  const { search, change } = useRolesSearch()
  const { roles, isFetching } = useCountedRoles()
  const name = search.edit
  const isGone = name !== undefined && !isFetching && roles?.every((role) => role.name !== name) === true
  useEffect(() => {
    if (!isGone) return
    notify({ kind: 'broken', title: `There is no role ${name} any more` })
    change({ edit: undefined })
  }, [isGone, name, change])
}
