import { type FieldError, isBuiltIn, operationsOf, type RoleParts } from '@ollama-dashboard/contracts'
import { DashboardError } from '../../kernel/errors.ts'

/** Throws `validation_failed` for a permission that names no operation, and for another base than a built-in role. */
export function expectParts({ based_on = null, allow = [], deny = [] }: Partial<RoleParts>): void {
  const namesNothing = (list: 'allow' | 'deny', permissions: readonly string[]) =>
    permissions.flatMap((permission, index) =>
      operationsOf(permission).length > 0 ? [] : [{ path: `/body/${list}/${index}`, permission }],
    )
  const unknown = [...namesNothing('allow', allow), ...namesNothing('deny', deny)]
  const wrongBase: FieldError[] =
    based_on === null || isBuiltIn(based_on)
      ? []
      : [{ path: '/body/based_on', message: 'must be viewer, operator, admin or null' }]
  const fieldErrors = [
    ...wrongBase,
    ...unknown.map(({ path, permission }) => ({ path, message: `"${permission}" names no operation that needs one` })),
  ]
  if (fieldErrors.length === 0) return
  const [first] = unknown
  const message = first
    ? `"${first.permission}" is not a permission.`
    : 'A role is based on a built-in role, or on none.'
  throw new DashboardError('validation_failed', message, {
    hint: 'GET /api/roles tells all permissions there are: those of the role "admin".',
    fieldErrors,
  })
}
