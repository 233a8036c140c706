import { ApiError } from '@ollama-dashboard/client'
import type { ConversationMessage } from '@ollama-dashboard/contracts'
import type { QueryClient } from '@tanstack/react-query'
import { api } from '../../../lib/api/api.ts'
import { chatKeys } from '../../../lib/queries/keys.ts'
import { letGoOfUnsent } from '../composer/draft-images.ts'
import { conversationQuery } from '../queries.ts'
import { type Question, toQuestionMessage, withExchange } from '../thread/message-lists.ts'
import { closeExchange, exchangeOf } from './exchanges.ts'

/** Puts messages after the first `keep` of a conversation, as the server does or will do too. */
export function rememberMessages(
  client: QueryClient,
  conversation: string,
  keep: number,
  added: readonly ConversationMessage[],
): void {
  const { queryKey } = conversationQuery(conversation)
  // An answer on its way would tell of the time before.
  void client.cancelQueries({ queryKey })
  client.setQueryData(
    queryKey,
    (known) =>
      known && { ...known, messages: withExchange(known.messages, keep, added), is_replying: false, reply: null },
  )
}

/** No reply is coming any more. What was to take the place of messages did not. */
export function forgetReply(client: QueryClient, conversation: string): void {
  const { queryKey } = conversationQuery(conversation)
  client.setQueryData(queryKey, (known) => known && { ...known, is_replying: false, reply: null })
  void client.invalidateQueries({ queryKey })
}

export const readConversationsAgain = (client: QueryClient): Promise<void> =>
  client.invalidateQueries({ queryKey: chatKeys.conversations })

export interface UnansweredQuestion {
  readonly conversation: string
  readonly model: string
  readonly keep: number
  /** It is to stand in the place of those after them; otherwise at the end, wherever that is by now. */
  readonly replaces: boolean
  readonly question: Question
  readonly startedAt: number
}

/** By conversation. Whoever goes on while a question is being kept waits for that, and does not keep it once more. */
const keeping = new Map<string, Promise<number>>()

/** Keeps a question that got no reply in its conversation. Tells how many messages stand before it there. */
export function keepQuestion(client: QueryClient, asked: UnansweredQuestion): Promise<number> {
  const { conversation } = asked
  const underWay = keeping.get(conversation)
  if (underWay) return underWay
  const kept = saveQuestion(client, asked).finally(() => keeping.delete(conversation))
  keeping.set(conversation, kept)
  return kept
}

async function saveQuestion(client: QueryClient, asked: UnansweredQuestion): Promise<number> {
  const { conversation, model, question, startedAt } = asked
  const { messages } = await client.fetchQuery({ ...conversationQuery(conversation), staleTime: 0 })
  const last = messages.findLastIndex(({ role }) => role === 'user')
  const isUnanswered = messages.slice(last + 1).every(({ interrupted, content }) => interrupted && content === '')
  // The server has it: what was lost is its answer.
  if (!asked.replaces && isUnanswered && messages[last]?.content === question.content) {
    letGoOfUnsent(conversation)
    return last
  }
  const keep = asked.replaces ? asked.keep : messages.length
  const message = toQuestionMessage(question, new Date(startedAt).toISOString())
  const save = (one: ConversationMessage) =>
    api.conversations.save({
      body: { id: conversation, model, from: { id: conversation, messages: keep }, messages: [one] },
    })
  try {
    await save(message)
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'body_too_large') throw error
    // Its images alone are more than a conversation may be saved with at once.
    const { images: _, ...text } = message
    await save(text)
  }
  letGoOfUnsent(conversation)
  rememberMessages(client, conversation, keep, [message])
  await readConversationsAgain(client)
  return keep
}

/** What is shown becomes what is kept, before the conversation goes on. Tells how many messages stand in it then. */
export async function settleConversation(client: QueryClient, conversation: string): Promise<number> {
  const { queryKey } = conversationQuery(conversation)
  await client.ensureQueryData(conversationQuery(conversation))
  const exchange = exchangeOf(conversation)
  if (exchange && exchange.state !== 'running') {
    const { question, hasBegun, isKept } = exchange
    if (question && !hasBegun && !isKept) await keepQuestion(client, { ...exchange, question })
    closeExchange(conversation)
  }
  return client.getQueryData(queryKey)?.messages.length ?? 0
}
