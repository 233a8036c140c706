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

export function setUser(next: string | null): void {
  user = next
}
