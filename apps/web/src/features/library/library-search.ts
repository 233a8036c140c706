import { readQuery } from '../../lib/address-search.ts'
import { type Capability, capabilities } from '../../lib/models/capabilities.ts'

/** What the library shows, so that its address can be kept and sent. Absent means: as at first. */
export interface LibrarySearch {
  readonly q?: string
  readonly all?: true
  readonly fits?: true
  readonly can?: readonly Capability[]
}

/** What makes sense of an address; the rest of it is ignored. */
export function readLibrarySearch(search: Record<string, unknown>): LibrarySearch {
  const asked = search['can']
  const can = Array.isArray(asked) ? capabilities.filter((capability) => asked.includes(capability)) : []
  return {
    ...readQuery(search, 100),
    ...(search['all'] === true && { all: true as const }),
    ...(search['fits'] === true && { fits: true as const }),
    ...(can.length > 0 && { can }),
  }
}
