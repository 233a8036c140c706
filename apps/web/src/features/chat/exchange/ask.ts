import { ApiError } from '@ollama-dashboard/client'
import type { ChatChunk } from '@ollama-dashboard/contracts'
import { notifyManager, type QueryClient } from '@tanstack/react-query'
import { api } from '../../../lib/api/api.ts'
import { type InstanceName, instanceQuery } from '../../../lib/api/instance-name.ts'
import { acceptedThink } from '../../../lib/models/think-choices.ts'
import { availableQuery } from '../../../lib/queries/models.ts'
import { performanceQuery } from '../../../lib/queries/performance.ts'
import { letGoOfUnsent, setDraftImages, unsentImages } from '../composer/draft-images.ts'
import { drafts } from '../composer/drafts.ts'
import { type ChatParameters, requestOf, withParameter } from '../parameters/chat-parameters.ts'
import { conversationQuery } from '../queries.ts'
import { type Question, toQuestionMessage } from '../thread/message-lists.ts'
import { keepQuestion, readConversationsAgain, rememberMessages } from './conversation-cache.ts'
import { changeExchange, closeExchange, noteThought, openExchange, replyOf, setReply } from './exchanges.ts'
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

/** When the list is read again after the first word: the server writes the question behind it, and a disk may be slow. */
const titledAfterMs = [1000, 4000, 15_000]

type Arrived = readonly [chunk: ChatChunk, at: number]

/** Asks a model within a conversation and follows its reply to the end, whether or not the page is still shown. */
export async function ask(client: QueryClient, asked: Asked): Promise<void> {
  const { conversation, instance, model, question, keep, replaces } = asked
  const startedAt = Date.now()
  const controller = openExchange({ conversation, model, question, keep, replaces, startedAt })
  const { signal } = controller
  let hasBegun = false
  let hasEnded = false

  const batch = createFrameBatch<Arrived>((arrived) =>
    setReply(
      controller,
      arrived.reduce((reply, [chunk, at]) => addChunk(reply, chunk, at), replyOf(conversation)),
    ),
  )
  const readWhileReplying = () => {
    // At its end the list is read anyway.
    if (!hasEnded) void readConversationsAgain(client)
  }
  const begin = () => {
    hasBegun = true
    changeExchange(controller, { hasBegun })
    letGoOfUnsent(conversation)
    // It is called by its first question now, or within a moment: the first word does not wait for that.
    void readConversationsAgain(client)
    for (const ms of titledAfterMs) setTimeout(readWhileReplying, ms)
  }
  const keepExchange = (interruption?: string) => {
    const reply = replyOf(conversation)
    const at = new Date().toISOString()
    noteThought(conversation, keep + 1, thoughtMs(reply))
    rememberMessages(client, conversation, keep, [
      toQuestionMessage(question, new Date(startedAt).toISOString()),
      toMessage(reply, { model, at, ...(interruption !== undefined && { interruption }) }),
    ])
  }

  holdOnTo(asked)
  try {
    for await (const chunk of api.chat.send(inputOf(asked, acceptedParameters(client, asked)), { signal })) {
      if (!hasBegun) begin()
      batch.add([chunk, Date.now()])
    }
    batch.flush()
    if (!changeExchange(controller, { state: 'done' })) return
    keepExchange()
    closeOnceKept(conversation)
    void client.invalidateQueries({ queryKey: conversationQuery(conversation).queryKey })
  } catch (error) {
    batch.flush()
    const state = signal.aborted ? 'stopped' : 'failed'
    // Another one is in its place, or another person.
    if (!changeExchange(controller, { state, error })) return
    if (hasBegun) keepExchange(signal.aborted ? 'interrupted' : codeOf(error))
    if (hasBegun && signal.aborted) closeOnceKept(conversation)
    if (!hasBegun && isAtEnd(client, asked)) {
      // Where that fails too, this browser keeps it.
      await keepQuestion(client, { ...asked, replaces: false, startedAt }).then(
        (place) => changeExchange(controller, { isKept: true, keep: place }),
        () => undefined,
      )
    }
  } finally {
    hasEnded = true
    void readConversationsAgain(client)
    void client.invalidateQueries({ queryKey: performanceQuery(instance, model).queryKey })
  }
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
