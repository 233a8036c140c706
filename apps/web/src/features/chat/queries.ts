import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../lib/api/api.ts'
import { chatKeys } from '../../lib/queries/keys.ts'

const conversationsPerPage = 30

/** Conversations, newest first, page by page; with a text those whose title or messages have it. */
export const conversationsQuery = (q: string | undefined) =>
  infiniteQueryOptions({
    queryKey: [...chatKeys.conversations, q],
    queryFn: ({ pageParam, signal }) =>
      api.conversations.list(
        {
          query: {
            limit: conversationsPerPage,
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

/** System prompts that everybody may choose from, by name. */
export const presetsQuery = queryOptions({
  queryKey: chatKeys.presets,
  queryFn: ({ signal }) => api.presets.list({}, { signal }),
})

export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: [...chatKeys.conversation, id],
    queryFn: ({ signal }) => api.conversations.get({ params: { id } }, { signal }),
    staleTime: 5000,
  })
