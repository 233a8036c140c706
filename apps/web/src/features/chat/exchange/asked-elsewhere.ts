import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { conversationQuery } from '../queries.ts'
import { exchangeOf } from './exchanges.ts'

type Said = { readonly isAsking: string } | { readonly asks: string } | { readonly asked: string }

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

/** What another tab of this browser has asked is read here too. */
export function useAskedElsewhere(conversation: string | null): void {
  const client = useQueryClient()
  useEffect(() => {
    if (conversation === null || !channel) return
    const onMessage = ({ data }: MessageEvent<Said>) => {
      if (!('asked' in data) || data.asked !== conversation) return
      void client.invalidateQueries({ queryKey: conversationQuery(conversation).queryKey })
    }
    channel.addEventListener('message', onMessage)
    return () => channel.removeEventListener('message', onMessage)
  }, [client, conversation])
}

/** The server has a question of this tab now. */
export const tellOtherTabs = (conversation: string): void => say({ asked: conversation })
