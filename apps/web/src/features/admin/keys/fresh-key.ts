import type { FreshKey } from '@ollama-dashboard/contracts'
import { currentUser } from '../../../lib/api/signed-in.ts'
import { createNotifier } from '../../../lib/notifier.ts'

/**
 * The key that was made or rotated last, until its dialog is closed. Not in the page itself: whoever rotates the key that
 * they are signed in with may see the page go and come back, and the key is told once.
 */
let kept: { readonly key: FreshKey; readonly by: string | null } | null = null
const changes = createNotifier()

export function keepFreshKey(key: FreshKey): void {
  kept = { key, by: currentUser() }
  changes.notify()
}

export function forgetFreshKey(): void {
  kept = null
  changes.notify()
}

/** Null where there is none, or somebody else made it. */
export const useFreshKey = (): FreshKey | null =>
  changes.use(() => (kept !== null && kept.by === currentUser() ? kept.key : null))
