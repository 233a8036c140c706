import { readRoleName } from '../../../lib/access/roles.ts'
import { readQuery } from '../../../lib/address-search.ts'

/** Which keys the page shows, so that its address can be kept and sent. */
export interface KeysSearch {
  readonly q?: string
  /** Absent means: of every role. */
  readonly may?: string
  /** Also those that were revoked. */
  readonly revoked?: true
  /** The dialog that makes a key is open. */
  readonly make?: true
}

/** What makes sense of an address; the rest of it is ignored. */
export function readKeysSearch(search: Record<string, unknown>): KeysSearch {
  const may = readRoleName(search['may'])
  return {
    ...readQuery(search, 600),
    ...(may !== null && { may }),
    ...(search['revoked'] === true && { revoked: true }),
    ...(search['make'] === true && { make: true }),
  }
}
