import type { Role } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { sessionQuery } from '../queries/server.ts'

const order: readonly Role[] = ['viewer', 'operator', 'admin']

/** The role that is missing for an endpoint; null where the caller may use it. */
export function missingRole(role: Role | null, { access }: { readonly access: Role | 'open' }): Role | null {
  if (access === 'open' || (role !== null && order.indexOf(role) >= order.indexOf(access))) return null
  return access
}

/** Like `missingRole`, for the signed-in user. */
export function useMissingRole(endpoint: { readonly access: Role | 'open' }): Role | null {
  const { data } = useQuery({ ...sessionQuery, select: ({ role }) => role })
  return missingRole(data ?? null, endpoint)
}
