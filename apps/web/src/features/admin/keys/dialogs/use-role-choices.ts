import type { RoleRecord } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { builtInRoles, permissionsOfRole } from '../../../../lib/access/roles.ts'
import { useMissing } from '../../../../lib/api/use-permission.ts'
import { rolesQuery } from '../../../../lib/queries/roles.ts'

export type RoleChoice = Pick<RoleRecord, 'name' | 'description' | 'permissions'>

/** Known before anybody is asked. */
const builtIn: readonly RoleChoice[] = builtInRoles.map((name) => ({
  name,
  description: '',
  permissions: [...permissionsOfRole(name)],
}))

/** The roles that a key may have; `current` is among them, though who is at the page may not see other roles. */
export function useRoleChoices(current: string): readonly RoleChoice[] {
  const canSee = useMissing('roles.list') === null
  const { data } = useQuery({ ...rolesQuery, enabled: canSee, select: ({ roles }) => roles })
  const roles = data ?? builtIn
  return roles.some(({ name }) => name === current)
    ? roles
    : [...roles, { name: current, description: '', permissions: [] }]
}
