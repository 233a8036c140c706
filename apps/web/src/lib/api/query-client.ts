import { ApiError } from '@ollama-dashboard/client'
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'

const sessionKey = ['session'] as const

export function createQueryClient(): QueryClient {
  /** A key that was revoked meanwhile shows at the next poll: the session then tells that nobody is signed in. */
  const onError = (error: unknown) => {
    if (error instanceof ApiError && error.code === 'unauthorized')
      void client.invalidateQueries({ queryKey: sessionKey })
  }
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // Polls come every few seconds anyway; a retry on top would only hide that something is wrong.
        retry: (failures, error) => !(error instanceof ApiError) && failures < 1,
        refetchOnWindowFocus: true,
        staleTime: 500,
      },
      mutations: { retry: false },
    },
  })
  return client
}
