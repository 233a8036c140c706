/** The key that this tab signed in with. In memory alone: closing or reloading the tab forgets it. */
let key: string | null = null

export const currentKey = (): string | null => key

export function setKey(next: string | null): void {
  key = next
}
