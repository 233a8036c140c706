import { readRoleName } from '../../../lib/access/roles.ts'
import { readQuery } from '../../../lib/address-search.ts'

/** Which roles the page shows, and which dialog is open, so that its address can be kept and sent. */
export interface RolesSearch {
  readonly q?: string
  /** The dialog that makes a role is open. */
  readonly make?: true
  /** The role whose form is open. */
  readonly edit?: string
}

/** What makes sense of an address; the rest of it is ignored. */
export function readRolesSearch(search: Record<string, unknown>): RolesSearch {
  const edit = readRoleName(search['edit'])
  return {
    ...readQuery(search, 600),
    ...(search['make'] === true && { make: true }),
    ...(edit !== null && { edit }),
  }
}
