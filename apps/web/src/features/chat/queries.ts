import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../lib/api/api.ts'
import { chatKeys } from '../../lib/queries/keys.ts'

const sessionsPerPage = 30

/** Chat sessions, newest first, page by page; with a text those whose title or messages have it. */
export const chatSessionsQuery = (q: string | undefined) =>
  infiniteQueryOptions({
    queryKey: [...chatKeys.sessions, q],
    queryFn: ({ pageParam, signal }) =>
      api.chat.history(
        {
          query: {
            limit: sessionsPerPage,
            ...(q !== undefined && { q }),
            ...(pageParam !== null && { before: pageParam }),
          },
        },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })

export const chatSessionQuery = (id: string) =>
  queryOptions({
    queryKey: [...chatKeys.session, id],
    queryFn: ({ signal }) => api.chat.session({ params: { id } }, { signal }),
    staleTime: 5000,
  })
