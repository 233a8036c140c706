import { ApiError } from '@ollama-dashboard/client'
import type { ChatChunk, ContinuedReply, Conversation, ReplyBegun } from '@ollama-dashboard/contracts'
import { withContinuation } from '@ollama-dashboard/contracts/continued-reply'
import { notifyManager, type QueryClient } from '@tanstack/react-query'
import { performanceKey } from '../../../lib/queries/keys.ts'
import { letGoOfUnsent } from '../composer/draft-images.ts'
import { conversationQuery } from '../queries.ts'
import { beginningOf, questionOf, toQuestionMessage } from '../thread/message-lists.ts'
import { forgetReply, readConversationsAgain, rememberMessages } from './conversation-cache.ts'
import { changeExchange, closeExchange, exchangeOf, openExchange, replyOf, setReply } from './exchanges.ts'
import { followReply } from './follow-reply.ts'
import { addChunk, createFrameBatch, thoughtMs, toMessage } from './live-reply.ts'

type Arrived = readonly [chunk: ChatChunk, at: number]

/** Follows a reply that somebody asked for in another tab, on another machine, or before the page was loaded anew. */
export function attach(client: QueryClient, { id: conversation, messages, reply }: Conversation): void {
  const place = reply?.question ?? null
  const asked = place === null ? undefined : messages[place]
  if (!reply || place === null || !asked || exchangeOf(conversation)?.state === 'running') return
  const begun = reply.continues ? messages[place + 1] : undefined
  const controller = openExchange({
    conversation,
    model: reply.model,
    ...(begun
      ? { question: null, continues: beginningOf(begun), keep: place + 1 }
      : { question: questionOf(asked), keep: place }),
    replaces: false,
    startedAt: Date.parse(reply.started_at),
    reply: reply.id,
    isKept: true,
    isJoined: true,
  })
  void follow(client, conversation, controller)
}

/** Follows the reply of the exchange of a conversation to its end. */
export async function follow(client: QueryClient, conversation: string, controller: AbortController): Promise<void> {
  const { signal } = controller
  let continues: ContinuedReply | undefined
  const batch = createFrameBatch<Arrived>((arrived) => {
    // With the first words: what this page knew may be longer by some of them.
    if (continues) changeExchange(controller, { continues })
    continues = undefined
    setReply(
      controller,
      arrived.reduce((said, [chunk, at]) => addChunk(said, chunk, at), replyOf(conversation)),
    )
  })
  const onBegun = (begun: ReplyBegun) => {
    continues = begun.continues
  }
  const onChunk = (chunk: ChatChunk) => {
    if (!exchangeOf(conversation)?.hasBegun && changeExchange(controller, { hasBegun: true, isKept: true })) {
      letGoOfUnsent(conversation)
    }
    batch.add([chunk, Date.now()])
  }
  const reply = exchangeOf(conversation)?.reply
  if (!reply) return
  try {
    const isWhole = await followReply({ conversation, reply, onBegun, onChunk }, signal)
    batch.flush()
    if (!isWhole) await client.refetchQueries({ queryKey: conversationQuery(conversation).queryKey })
    if (!changeExchange(controller, { state: 'done' })) return
    if (isWhole) keepExchange(client, conversation)
    closeOnceKept(conversation)
    void client.invalidateQueries({ queryKey: conversationQuery(conversation).queryKey })
  } catch (error) {
    batch.flush()
    const isStopped = signal.aborted || codeOf(error) === 'reply_stopped'
    const { isKept = false } = exchangeOf(conversation) ?? {}
    // Another one is in its place, or another person.
    if (!changeExchange(controller, { state: isStopped ? 'stopped' : 'failed', error })) return
    if (!isKept) return forgetReply(client, conversation)
    keepExchange(client, conversation, codeOf(error))
    if (isStopped) closeOnceKept(conversation)
  } finally {
    void readConversationsAgain(client)
    void client.invalidateQueries({ queryKey: performanceKey })
  }
}

/** Puts question and reply among the messages that this page knows, as the server keeps them. */
function keepExchange(client: QueryClient, conversation: string, interruption?: string): void {
  const exchange = exchangeOf(conversation)
  if (!exchange) return
  const { keep, model, question, continues, startedAt, isJoined } = exchange
  const said = replyOf(conversation)
  const thought = isJoined || continues ? null : thoughtMs(said)
  const end = {
    model,
    at: new Date().toISOString(),
    thoughtMs: thought,
    ...(interruption !== undefined && { interruption }),
  }
  const reply = continues ? withContinuation(continues, toMessage(said, end)) : toMessage(said, end)
  if (!reply) {
    // Nothing more was said: it stays as it was.
    forgetReply(client, conversation)
    return
  }
  const asked = question ? [toQuestionMessage(question, new Date(startedAt).toISOString())] : []
  rememberMessages(client, conversation, keep, [...asked, reply])
}

/** After the page was told of the messages: a frame without either would jump. */
export const closeOnceKept = (conversation: string): void => notifyManager.schedule(() => closeExchange(conversation))

export const codeOf = (error: unknown): string => (error instanceof ApiError ? error.code : 'interrupted')
