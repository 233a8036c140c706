import { useQuery, useQueryClient } from '@tanstack/react-query'
import { chatKeys } from '../../../lib/queries/keys.ts'
import { chatSessionQuery } from '../queries.ts'
import { isAskedElsewhere } from './asked-elsewhere.ts'

const askAgainMs = 1000

/**
 * Whether another window waits for a reply within a session: undefined until it is known. It is asked again and again,
 * since a window that is closed says nothing.
 */
export function useAskedElsewhere(session: string | null, isAskedHere: boolean): boolean | undefined {
  const client = useQueryClient()
  const queryKey = [...chatKeys.pendingElsewhere, session]
  const id = session ?? ''
  const { data } = useQuery({
    queryKey,
    queryFn: async () => {
      const isAsked = await isAskedElsewhere(id)
      const wasAsked = client.getQueryData<boolean>(queryKey) ?? false
      // The question is read, and what came of it before it is said that nothing did.
      if (isAsked !== wasAsked) await client.refetchQueries({ queryKey: chatSessionQuery(id).queryKey })
      return isAsked
    },
    enabled: session !== null && !isAskedHere,
    networkMode: 'always',
    refetchInterval: askAgainMs,
  })
  return isAskedHere ? false : data
}
