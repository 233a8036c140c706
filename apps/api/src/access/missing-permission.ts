import { isBuiltIn, leastRoleWith, type OperationId } from '@ollama-dashboard/contracts'
import { type Actor, DashboardError } from '@ollama-dashboard/core'

/** Says which permission an actor lacks, and what has it. */
export function missingPermission(permission: OperationId, { role }: Actor): DashboardError {
  const least = leastRoleWith(permission)
  return new DashboardError(
    'forbidden',
    `This needs the permission "${permission}"; the key in use has the role "${role}".`,
    {
      hint: isBuiltIn(role)
        ? `Use a key with the role "${least}", or ask an administrator.`
        : `Ask an administrator to add it to the role, or use a key with the role "${least}".`,
    },
  )
}
