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

/** Says nothing of where it counts: whoever has a key that was lost would go there. */
export const fromElsewhere = () =>
  new DashboardError('forbidden', 'The key in use does not count from this address.', {
    hint: 'Use it from a network that it was made for, or ask an administrator.',
  })

/** Of what is not told apart by models and servers. */
export const ofEverythingOnly = () =>
  new DashboardError('forbidden', 'This tells of all models and servers; the key in use sees only some of them.', {
    hint: 'Use a key that is not narrowed.',
  })

export const keyRequired = () =>
  new DashboardError('unauthorized', 'API key required.', {
    hint: 'Send a valid key as "Authorization: Bearer KEY".',
  })
