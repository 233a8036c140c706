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
