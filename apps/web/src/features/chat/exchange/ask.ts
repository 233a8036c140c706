import { splitFiles } from '@ollama-dashboard/contracts/attached-files'
import type { QueryClient } from '@tanstack/react-query'
import { api } from '../../../lib/api/api.ts'
import { type InstanceName, instanceQuery } from '../../../lib/api/instance-name.ts'
import { acceptedThink } from '../../../lib/models/think-choices.ts'
import { notify } from '../../../lib/notices.ts'
import { availableQuery } from '../../../lib/queries/models.ts'
import { draftImagesOf, letGoOfUnsent, setDraftImages, unsentImages } from '../composer/draft-images.ts'
import { draftMessage, setDraftMessage } from '../composer/draft-message.ts'
import { drafts } from '../composer/drafts.ts'
import { type ChatParameters, requestOf, withParameter } from '../parameters/chat-parameters.ts'
import { conversationQuery } from '../queries.ts'
import type { Question } from '../thread/message-lists.ts'
import { tellOtherTabs } from './asked-elsewhere.ts'
import { keepQuestion, readConversationsAgain } from './conversation-cache.ts'
import { changeExchange, closeExchange, openExchange } from './exchanges.ts'
import { codeOf, follow } from './follow-exchange.ts'

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

/** The question did not get there. */
async function giveUp(client: QueryClient, asked: Asked, controller: AbortController, error: unknown): Promise<void> {
  const { conversation, question } = asked
  const isStopped = controller.signal.aborted
  // Another one is in its place, or another person.
  if (!changeExchange(controller, { state: isStopped ? 'stopped' : 'failed', error })) return
  if (!isStopped && codeOf(error) === 'reply_in_progress') {
    // Somebody was faster: their reply is shown, and what was written is in its field again.
    letGoOfUnsent(conversation)
    const [sent, since] = [splitFiles(question.content), draftMessage(conversation)]
    setDraftMessage(conversation, {
      written: [sent.written, since.written].filter(Boolean).join('\n\n'),
      files: [...sent.files, ...since.files],
    })
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

/** The parameters with thinking as the model takes it, as far as that is known: Ollama refuses what it does not take. */
export function acceptedParameters(
  client: QueryClient,
  { instance, model, parameters }: Pick<Asked, 'instance' | 'model' | 'parameters'>,
): ChatParameters {
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
