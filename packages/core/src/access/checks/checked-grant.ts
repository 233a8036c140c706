import type { FieldError, Grant } from '@ollama-dashboard/contracts'
import { DashboardError } from '../../kernel/errors.ts'
import { readNetwork } from '../../kernel/rights/networks.ts'

/** A grant as it is stored: null where it narrows nothing. Throws `validation_failed` for what is no network. */
export function checkedGrant(grant: Grant | null): Grant | null {
  if (grant === null || Object.keys(grant).length === 0) return null
  const fieldErrors = (grant.addresses ?? []).flatMap((text, index): FieldError[] =>
    readNetwork(text)
      ? []
      : [{ path: `/body/grant/addresses/${index}`, message: 'must be an IP address or a network' }],
  )
  if (fieldErrors.length === 0) return grant
  throw new DashboardError('validation_failed', 'An address of the grant is neither an IP address nor a network.', {
    hint: 'Write it like 10.0.0.7, 192.168.1.0/24 or 2001:db8::/32.',
    fieldErrors,
  })
}
