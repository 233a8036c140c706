import { useQuery, useQueryClient } from '@tanstack/react-query'
import { chatKeys } from '../../../lib/queries/keys.ts'
import { conversationQuery } from '../queries.ts'
import { exchangeOf } from './exchanges.ts'

type Said = { readonly isAsking: string } | { readonly asks: string }

const answerWithinMs = 200

const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('chat-exchanges') : null

const say = (said: Said): void => channel?.postMessage(said)

channel?.addEventListener('message', ({ data }: MessageEvent<Said>) => {
  if ('isAsking' in data && exchangeOf(data.isAsking)?.state === 'running') say({ asks: data.isAsking })
})

/** Whether another tab of this browser waits for a reply within a conversation: then it will keep what becomes of it. */
export function isAskedElsewhere(conversation: string): Promise<boolean> {
  if (!channel) return Promise.resolve(false)
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const onMessage = ({ data }: MessageEvent<Said>) => {
    if ('asks' in data && data.asks === conversation) resolve(true)
  }
  channel.addEventListener('message', onMessage)
  const timer = setTimeout(() => resolve(false), answerWithinMs)
  say({ isAsking: conversation })
  return promise.finally(() => {
    clearTimeout(timer)
    channel.removeEventListener('message', onMessage)
  })
}

const askAgainMs = 1000

/**
 * Whether another window waits for a reply within a conversation: undefined until it is known. It is asked again and again,
 * since a window that is closed says nothing.
 */
export function useAskedElsewhere(conversation: string | null, isAskedHere: boolean): boolean | undefined {
  const client = useQueryClient()
  const queryKey = [...chatKeys.askedElsewhere, conversation]
  const id = conversation ?? ''
  const { data } = useQuery({
    queryKey,
    queryFn: async () => {
      const isAsked = await isAskedElsewhere(id)
      const wasAsked = client.getQueryData<boolean>(queryKey) ?? false
      // The question is read, and what came of it before it is said that nothing did.
      if (isAsked !== wasAsked) await client.refetchQueries({ queryKey: conversationQuery(id).queryKey })
      return isAsked
    },
    enabled: conversation !== null && !isAskedHere,
    networkMode: 'always',
    refetchInterval: askAgainMs,
  })
  return isAskedHere ? false : data
}
