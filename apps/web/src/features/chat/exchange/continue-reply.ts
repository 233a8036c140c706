import type { ContinuedReply } from '@ollama-dashboard/contracts'
import type { QueryClient } from '@tanstack/react-query'
import { api } from '../../../lib/api/api.ts'
import { instanceQuery } from '../../../lib/api/instance-name.ts'
import { notify } from '../../../lib/notices.ts'
import { requestOf } from '../parameters/chat-parameters.ts'
import { conversationQuery } from '../queries.ts'
import { type Asked, acceptedParameters } from './ask.ts'
import { tellOtherTabs } from './asked-elsewhere.ts'
import { readConversationsAgain } from './conversation-cache.ts'
import { changeExchange, closeExchange, openExchange } from './exchanges.ts'
import { codeOf, follow } from './follow-exchange.ts'

export interface Continued extends Pick<Asked, 'conversation' | 'instance' | 'model' | 'parameters'> {
  /** Where the reply stands among the messages. */
  readonly index: number
  /** What it has said so far. */
  readonly continues: ContinuedReply
}

/** Has the last reply of a conversation go on where it stopped, and follows it as `ask` does. */
export async function continueReply(client: QueryClient, continued: Continued): Promise<void> {
  const { conversation, instance, model, index, continues } = continued
  const controller = openExchange({
    conversation,
    model,
    question: null,
    continues,
    keep: index,
    replaces: false,
    startedAt: Date.now(),
    isKept: true,
  })
  const body = {
    ...requestOf(acceptedParameters(client, continued)),
    model,
    session_id: conversation,
    detached: true as const,
    continue: true,
  }
  let reply: string
  try {
    const begun = await api.chat.send({ query: instanceQuery(instance), body }, { signal: controller.signal })
    reply = begun.reply_id
  } catch (error) {
    giveUp(client, conversation, controller, error)
    return
  }
  changeExchange(controller, { reply })
  tellOtherTabs(conversation)
  void readConversationsAgain(client)
  await follow(client, conversation, controller)
}

/** Another tab or program was faster, and the reply is another one by now. */
const outdated: ReadonlySet<string> = new Set(['reply_in_progress', 'nothing_to_continue', 'session_not_found'])

function giveUp(client: QueryClient, conversation: string, controller: AbortController, error: unknown): void {
  const isStopped = controller.signal.aborted
  if (!changeExchange(controller, { state: isStopped ? 'stopped' : 'failed', error })) return
  if (!isStopped && !outdated.has(codeOf(error))) return
  if (!isStopped) notify({ kind: 'broken', title: 'The response was not continued', error })
  closeExchange(conversation)
  void client.invalidateQueries({ queryKey: conversationQuery(conversation).queryKey })
}
