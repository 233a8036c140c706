import type { Session } from '@ollama-dashboard/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { notify } from '../notices.ts'
import { forgetLastKnown } from '../offline/last-known.ts'
import { sessionKey } from '../queries/keys.ts'
import { api } from './api.ts'
import { setKey, setUser } from './signed-in.ts'

/** Signs this browser out, and forgets what its key could see. */
export function useSignOut() {
  const client = useQueryClient()
  return useMutation({
    async mutationFn() {
      if (client.getQueryData<Session>(sessionKey)?.via === 'cookie') await api.session.delete()
      await forgetLastKnown()
      setKey(null)
      setUser(null)
      // What one key may see is not for the next person at this screen.
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] })
      await client.resetQueries({ queryKey: sessionKey })
    },
    onError: (error) => notify({ kind: 'broken', title: 'You are still signed in', error }),
  })
}
