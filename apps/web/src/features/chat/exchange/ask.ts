import { ApiError } from '@ollama-dashboard/client'
import type { ChatChunk, Conversation } from '@ollama-dashboard/contracts'
import { notifyManager, type QueryClient } from '@tanstack/react-query'
import { api } from '../../../lib/api/api.ts'
import { type InstanceName, instanceQuery } from '../../../lib/api/instance-name.ts'
import { acceptedThink } from '../../../lib/models/think-choices.ts'
import { notify } from '../../../lib/notices.ts'
import { performanceKey } from '../../../lib/queries/keys.ts'
import { availableQuery } from '../../../lib/queries/models.ts'
import { draftImagesOf, letGoOfUnsent, setDraftImages, unsentImages } from '../composer/draft-images.ts'
import { drafts } from '../composer/drafts.ts'
import { type ChatParameters, requestOf, withParameter } from '../parameters/chat-parameters.ts'
import { conversationQuery } from '../queries.ts'
import { type Question, questionOf, toQuestionMessage } from '../thread/message-lists.ts'
import { tellOtherTabs } from './asked-elsewhere.ts'
import { forgetReply, keepQuestion, readConversationsAgain, rememberMessages } from './conversation-cache.ts'
import { changeExchange, closeExchange, exchangeOf, noteThought, openExchange, replyOf, setReply } from './exchanges.ts'
import { followReply } from './follow-reply.ts'
import { addChunk, createFrameBatch, thoughtMs, toMessage } from './live-reply.ts'

export interface Asked {
  readonly conversation: string
  readonly instance: InstanceName
  readonly model: string
  readonly question: Question
  /** So many messages of the conversation stand before it. */
  readonly keep: number
  /** Whether it replaces the later messages. If false, messages that another tab added are kept. */
  readonly replaces: boolean
  readonly parameters: ChatParameters
}

type Arrived = readonly [chunk: ChatChunk, at: number]

/** Asks a model within a conversation, and follows the reply as long as this tab is open: it goes on without. */
export async function ask(client: QueryClient, asked: Asked): Promise<void> {
  const { conversation, model, question, keep, replaces } = asked
  const controller = openExchange({ conversation, model, question, keep, replaces, startedAt: Date.now() })
  holdOnTo(asked)
  let reply: string
  try {
    const begun = await api.chat.send(inputOf(asked, acceptedParameters(client, asked)), { signal: controller.signal })
    reply = begun.reply_id
  } catch (error) {
    await giveUp(client, asked, controller, error)
    return
  }
  // What takes the place of messages is kept with the first word of its reply.
  const isKept = isAtEnd(client, asked)
  if (isKept) letGoOfUnsent(conversation)
  changeExchange(controller, { reply, isKept })
  tellOtherTabs(conversation)
  void readConversationsAgain(client)
  await follow(client, conversation, controller)
}

/** Follows a reply that somebody asked for in another tab, on another machine, or before the page was loaded anew. */
export function attach(client: QueryClient, { id: conversation, messages, reply }: Conversation): void {
  const place = reply?.question ?? null
  const asked = place === null ? undefined : messages[place]
  if (!reply || place === null || !asked || exchangeOf(conversation)?.state === 'running') return
  const controller = openExchange({
    conversation,
    model: reply.model,
    question: questionOf(asked),
    keep: place,
    replaces: false,
    startedAt: Date.parse(reply.started_at),
    reply: reply.id,
    isKept: true,
    isJoined: true,
  })
  void follow(client, conversation, controller)
}

async function follow(client: QueryClient, conversation: string, controller: AbortController): Promise<void> {
  const { signal } = controller
  const batch = createFrameBatch<Arrived>((arrived) =>
    setReply(
      controller,
      arrived.reduce((said, [chunk, at]) => addChunk(said, chunk, at), replyOf(conversation)),
    ),
  )
  const onChunk = (chunk: ChatChunk) => {
    if (!exchangeOf(conversation)?.hasBegun && changeExchange(controller, { hasBegun: true, isKept: true })) {
      letGoOfUnsent(conversation)
    }
    batch.add([chunk, Date.now()])
  }
  const reply = exchangeOf(conversation)?.reply
  if (!reply) return
  try {
    const isWhole = await followReply({ conversation, reply, onChunk }, signal)
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
  const { keep, model, question, startedAt, isJoined } = exchange
  const said = replyOf(conversation)
  const at = new Date().toISOString()
  if (!isJoined) noteThought(conversation, keep + 1, thoughtMs(said))
  rememberMessages(client, conversation, keep, [
    toQuestionMessage(question, new Date(startedAt).toISOString()),
    toMessage(said, { model, at, ...(interruption !== undefined && { interruption }) }),
  ])
}

/** The question did not get there. */
async function giveUp(client: QueryClient, asked: Asked, controller: AbortController, error: unknown): Promise<void> {
  const { conversation, question } = asked
  const isStopped = controller.signal.aborted
  // Another one is in its place, or another person.
  if (!changeExchange(controller, { state: isStopped ? 'stopped' : 'failed', error })) return
  if (!isStopped && codeOf(error) === 'reply_in_progress') {
    // Somebody was faster: their reply is shown, and what was written is in its field again.
    letGoOfUnsent(conversation)
    drafts.set(conversation, { text: [question.content, drafts.of(conversation).text].filter(Boolean).join('\n\n') })
    setDraftImages(conversation, [...question.images, ...draftImagesOf(conversation)])
    closeExchange(conversation)
    notify({ kind: 'broken', title: 'Not sent', error })
    await client.invalidateQueries({ queryKey: conversationQuery(conversation).queryKey })
    return
  }
  if (!isAtEnd(client, asked)) return
  // Where that fails too, this browser keeps it.
  await keepQuestion(client, { ...asked, replaces: false, startedAt: Date.now() }).then(
    (place) => changeExchange(controller, { isKept: true, keep: place }),
    () => undefined,
  )
}

/** After the page was told of the messages: a frame without either would jump. */
const closeOnceKept = (conversation: string): void => notifyManager.schedule(() => closeExchange(conversation))

/** The parameters with thinking as the model takes it, as far as that is known: Ollama refuses what it does not take. */
function acceptedParameters(client: QueryClient, { instance, model, parameters }: Asked): ChatParameters {
  const { think } = parameters
  if (think === undefined) return parameters
  const known = client.getQueryData(availableQuery(instance).queryKey)?.models.find(({ name }) => name === model)
  return withParameter(parameters, 'think', acceptedThink(known, think))
}

function inputOf({ conversation, instance, model, question, keep, replaces }: Asked, parameters: ChatParameters) {
  return {
    query: instanceQuery(instance),
    body: {
      model,
      session_id: conversation,
      detached: true as const,
      ...(replaces && { keep_messages: keep }),
      prompt: question.content,
      ...(question.images.length > 0 && { images: [...question.images] }),
      ...requestOf(parameters),
    },
  }
}

/** Until the server keeps a question, this browser does. */
function holdOnTo({ conversation, keep, replaces, question }: Asked): void {
  drafts.set(conversation, { unsent: { keep, text: question.content, ...(replaces && { replaces }) } })
  drafts.flush()
  setDraftImages(unsentImages(conversation), question.images)
}

/** Nothing is lost where it is kept without a reply. */
const isAtEnd = (client: QueryClient, { conversation, keep, replaces }: Asked): boolean =>
  !replaces || client.getQueryData(conversationQuery(conversation).queryKey)?.messages.length === keep

const codeOf = (error: unknown): string => (error instanceof ApiError ? error.code : 'interrupted')
