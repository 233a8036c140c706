import type { QueryClient } from '@tanstack/react-query'

// What the dashboard last answered, kept in this browser to be shown while it is away. No page needs that to show itself,
// so it is loaded apart; where it cannot be, nothing is kept either.
const load = () => import('./kept-queries.ts')
const nothing = () => null

export const keepLastKnown = (client: QueryClient, signal: AbortSignal) =>
  load().then((kept) => kept.keepQueries(client, signal), nothing)

/** Somebody signed out, or somebody else signed in. */
export const forgetLastKnown = () => load().then((kept) => kept.forgetQueries(), nothing)

/** Resolves with the session that was last known; null where none is. */
export const restoreLastKnown = (client: QueryClient, error: Error) =>
  load().then((kept) => kept.restoreQueries(client, error), nothing)
