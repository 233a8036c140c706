import { ApiError } from '@ollama-dashboard/client'
import type { ErrorCode } from '@ollama-dashboard/contracts'
import {
  MutationCache,
  type Query,
  QueryCache,
  QueryClient,
  type QueryKey,
  type QueryObserverOptions,
} from '@tanstack/react-query'
import { sessionKey } from '../queries/keys.ts'
import { invalidate } from './invalidate.ts'

declare module '@tanstack/react-query' {
  interface Register {
    mutationMeta: {
      /** What the mutation changes, by the beginnings of keys: read again once it ended, well or not. It is pending until then. */
      readonly invalidates?: readonly QueryKey[]
    }
  }
}

export function createQueryClient(): QueryClient {
  /** A key that was revoked meanwhile shows at the next poll: the session then tells that nobody is signed in. */
  const lookAfter = (codes: readonly ErrorCode[]) => (error: unknown) => {
    if (error instanceof ApiError && codes.includes(error.code)) void client.invalidateQueries({ queryKey: sessionKey })
  }
  const client = new QueryClient({
    queryCache: new QueryCache({ onError: lookAfter(['unauthorized']) }),
    mutationCache: new MutationCache({
      // Somebody was offered what they may not do any more.
      onError: lookAfter(['unauthorized', 'forbidden']),
      onSettled: (_data, _error, _variables, _result, { meta }) => invalidate(client, meta?.invalidates ?? []),
    }),
    defaultOptions: {
      queries: {
        // Polls come every few seconds anyway; a retry on top would only hide that something is wrong.
        retry: (failures, error) => !(error instanceof ApiError) && failures < 1,
        refetchOnWindowFocus: true,
        staleTime: 500,
        // A dashboard on this machine answers without any network.
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
  endRefusedPolls(client)
  return client
}

const isRefused = (error: unknown): boolean => error instanceof ApiError && error.code === 'forbidden'

/**
 * What was refused is refused the next time, too: no query is polled after that. `noteSession` has it read again once the
 * rights of who is signed in change. Here for all queries, since each that is forgotten would fill the log for as long as
 * its page is open.
 */
function endRefusedPolls(client: QueryClient): void {
  const withDefaults = client.defaultQueryOptions.bind(client)
  client.defaultQueryOptions = ((options: Parameters<typeof withDefaults>[0]) => {
    const defaulted = withDefaults(options)
    // The hooks give options that have their defaults already, which are those of a query that is observed.
    const { refetchInterval } = defaulted as QueryObserverOptions
    if (!refetchInterval) return defaulted
    return {
      ...defaulted,
      refetchInterval: (query: Query) =>
        !isRefused(query.state.error) &&
        (typeof refetchInterval === 'function' ? refetchInterval(query) : refetchInterval),
    }
    // Its own type has a parameter for each part of a query; what comes back has the same parts.
  }) as QueryClient['defaultQueryOptions']
}
