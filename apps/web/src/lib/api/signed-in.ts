import type { Grant } from '@ollama-dashboard/contracts'

/**
 * The key of a browser that keeps no cookies. In memory alone: closing or reloading the tab forgets it. Null where a
 * session cookie, or nobody, speaks for the page.
 */
let key: string | null = null

export const currentKey = (): string | null => key

export function setKey(next: string | null): void {
  key = next
}

/** Who is at the page: the id of a key. It stays while a session that ended waits to be begun again. */
let user: string | null = null

export const currentUser = (): string | null => user

/** What narrows the key of the user: what stands on the page was read with that. */
let narrowedTo: Grant | null = null

/** Whether somebody with this id and grant sees the same as the user. */
export const seesTheSame = (id: string | null, grant: Grant | null): boolean =>
  id === user && JSON.stringify(grant) === JSON.stringify(narrowedTo)

export function setUser(next: string | null, grant: Grant | null = null): void {
  user = next
  narrowedTo = grant
}
