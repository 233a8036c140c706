import type { Role } from '@ollama-dashboard/contracts'
import { readQuery } from '../../../lib/address-search.ts'

const shownRoles: readonly Role[] = ['viewer', 'operator', 'admin']

/** Which keys the page shows, so that its address can be kept and sent. */
export interface KeysSearch {
  readonly q?: string
  /** Absent means: of every role. */
  readonly may?: Role
  /** Also those that were revoked. */
  readonly revoked?: true
  /** The dialog that makes a key is open. */
  readonly make?: true
}

/** What makes sense of an address; the rest of it is ignored. */
export function readKeysSearch(search: Record<string, unknown>): KeysSearch {
  const may = shownRoles.find((role) => role === search['may'])
  return {
    ...readQuery(search, 600),
    ...(may && { may }),
    ...(search['revoked'] === true && { revoked: true }),
    ...(search['make'] === true && { make: true }),
  }
}
