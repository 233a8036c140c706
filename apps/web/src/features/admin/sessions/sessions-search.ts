import { readQuery } from '../../../lib/address-search.ts'

/** Which sessions the page shows, so that its address can be kept and sent. */
export interface SessionsSearch {
  readonly q?: string
  /** Only those of the key that this browser is signed in with. */
  readonly own?: true
}

/** What makes sense of an address; the rest of it is ignored. */
export const readSessionsSearch = (search: Record<string, unknown>): SessionsSearch => ({
  ...readQuery(search, 600),
  ...(search['own'] === true && { own: true }),
})
