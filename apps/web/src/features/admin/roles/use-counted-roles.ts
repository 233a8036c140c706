import type { ApiKey, RoleRecord } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { keysQuery } from '../../../lib/queries/api-keys.ts'
import { rolesQuery } from '../../../lib/queries/roles.ts'

const keysOf = ({ keys }: { readonly keys: readonly ApiKey[] }) => keys.filter(({ revoked_at }) => revoked_at === null)

/**
 * All roles. Where the person may see the keys, each is counted that the page of keys shows for a role: those that were set
 * before the start too.
 */
export function useCountedRoles() {
  const needs = useMissing('roles.list')
  const needsKeys = useMissing('keys.list')
  const { data: roles, ...query } = useQuery({ ...rolesQuery, enabled: needs === null, select: ({ roles }) => roles })
  const { data: keys } = useQuery({ ...keysQuery, enabled: needsKeys === null, select: keysOf })
  const counted = useMemo(
    () => roles?.map((role): RoleRecord => (keys ? { ...role, keys: countOf(role, keys) } : role)),
    [roles, keys],
  )
  return { roles: counted, ...query }
}

const countOf = ({ name }: RoleRecord, keys: readonly ApiKey[]): number =>
  keys.filter(({ role }) => role === name).length
