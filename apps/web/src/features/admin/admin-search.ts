import { readQuery } from '../../lib/address-search.ts'

export const shownDefaults = ['differ', 'unset', 'person'] as const
export type ShownDefaults = (typeof shownDefaults)[number]

/** Which models the page shows, so that its address can be kept and sent. Absent means: all of them. */
export interface AdminSearch {
  readonly q?: string
  readonly show?: ShownDefaults
}

/** What makes sense of an address; the rest of it is ignored. */
export function readAdminSearch(search: Record<string, unknown>): AdminSearch {
  const show = shownDefaults.find((word) => word === search['show'])
  return {
    ...readQuery(search, 600),
    ...(show && { show }),
  }
}
