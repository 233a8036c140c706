import { partialMatchKey, type Query, type QueryClient, type QueryKey } from '@tanstack/react-query'

/** Reads again whatever is shown of these, and the rest once it is shown. Resolves when it was read. */
export async function invalidate(client: QueryClient, keys: readonly QueryKey[]): Promise<void> {
  await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })))
}

/** An event reaches the page just before the reply to the request that caused it. */
const replyWithinMs = 100

/**
 * Invalidates by what events tell. Reading again waits a moment: what a mutation of this page reads again meanwhile, or an
 * earlier event, is not read twice.
 */
export function createEventInvalidation(client: QueryClient): (keys: readonly QueryKey[]) => void {
  let due: readonly QueryKey[] = []

  function readDue(): void {
    const keys = due
    due = []
    void client.refetchQueries({
      type: 'active',
      predicate: (query) => isStale(query) && keys.some((key) => partialMatchKey(query.queryKey, key)),
    })
  }

  return (keys) => {
    for (const queryKey of keys) {
      void client.invalidateQueries({ queryKey, refetchType: 'none' })
      // An answer on its way may tell of the time before the event.
      void client.refetchQueries({ queryKey, type: 'active', fetchStatus: 'fetching' })
    }
    if (due.length === 0) setTimeout(readDue, replyWithinMs)
    due = [...due, ...keys]
  }
}

const isStale = ({ state }: Query): boolean => state.isInvalidated && state.fetchStatus === 'idle'
