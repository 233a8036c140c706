import { useQuery, useQueryClient } from '@tanstack/react-query'
import { chatKeys } from '../../../lib/queries/keys.ts'
import { chatSessionQuery } from '../queries.ts'
import { exchangeOf } from './exchanges.ts'

type Said = { readonly isAsking: string } | { readonly asks: string }

const answerWithinMs = 200

const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('chat-exchanges') : null

const say = (said: Said): void => channel?.postMessage(said)

channel?.addEventListener('message', ({ data }: MessageEvent<Said>) => {
  if ('isAsking' in data && exchangeOf(data.isAsking)?.state === 'running') say({ asks: data.isAsking })
})

/** Whether another tab of this browser waits for a reply within a session: then it will keep what becomes of it. */
export function isAskedElsewhere(session: string): Promise<boolean> {
  if (!channel) return Promise.resolve(false)
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const onMessage = ({ data }: MessageEvent<Said>) => {
    if ('asks' in data && data.asks === session) resolve(true)
  }
  channel.addEventListener('message', onMessage)
  const timer = setTimeout(() => resolve(false), answerWithinMs)
  say({ isAsking: session })
  return promise.finally(() => {
    clearTimeout(timer)
    channel.removeEventListener('message', onMessage)
  })
}

const askAgainMs = 1000

/**
 * Whether another window waits for a reply within a session: undefined until it is known. It is asked again and again,
 * since a window that is closed says nothing.
 */
export function useAskedElsewhere(session: string | null, isAskedHere: boolean): boolean | undefined {
  const client = useQueryClient()
  const queryKey = [...chatKeys.askedElsewhere, session]
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
