import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  type ChatMessage,
  type ChatRequest,
  type ContinuedReply,
  type ConversationMessage,
  splitThoughts,
} from '@ollama-dashboard/contracts'
import type { CallContext } from '../kernel/call-context.ts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import { expectRoom } from './check-request.ts'
import type { QuestionPlace } from './conversation-exchanges.ts'
import type { Conversations } from './conversations.ts'

/** Where an exchange is written down, if anywhere. */
export interface ConversationLog {
  /** What the model is to see: with a prompt alone, what was said before it too. */
  readonly messages: readonly ChatMessage[]
  /** Nothing is kept: a reply need not be remembered. */
  readonly isIdle: boolean
  /** What was asked is kept, or on its way there. */
  readonly hasBegun: boolean
  /** What was asked takes the place of messages: they stay until there is a reply. */
  readonly replaces: boolean
  /** The reply that is continued, as far as it had come. */
  readonly continues?: ContinuedReply | undefined
  readonly question: () => QuestionPlace
  /** Keeps what was asked, once; called when a reply has begun, or before. The caller has to handle its failure. */
  begin(model: string): Promise<unknown>
  /** Keeps as much of the reply as there is. */
  keepDraft(draft: ConversationMessage, model: string): Promise<void>
  /** Whoever may keep the reply is asked right before. */
  fence(confirm: () => Promise<boolean>): void
  /** Keeps the reply, behind its question. */
  end(reply: ConversationMessage, model: string): Promise<void>
}

const idleLog = {
  isIdle: true,
  hasBegun: false,
  replaces: false,
  question: () => ({ exchange: null }),
  begin: async () => undefined,
  keepDraft: async () => undefined,
  fence() {},
  end: async () => undefined,
} as const

/** Throws `session_not_found` and `session_full`. Without a conversation nothing is kept. */
export async function openConversationLog(
  context: CallContext,
  conversations: Conversations,
  { session_id, prompt, keep_messages }: ChatRequest,
  asked: readonly ChatMessage[],
  clock: Clock,
): Promise<ConversationLog> {
  if (session_id === undefined) return { ...idleLog, messages: asked }
  const conversation = await conversations.find(context, { id: session_id })
  const kept = conversation.messages.slice(0, keep_messages)
  const news = newOnes(asked)
  expectRoom(kept.length + news.length + 1)
  const created_at = timestamp(clock.now())
  const question = news.map((message) => ({ ...message, created_at }))
  return createConversationLog({
    conversations,
    id: session_id,
    messages: prompt === undefined ? asked : [...kept.flatMap(asSeen), ...asked],
    replaces: kept.length < conversation.messages.length,
    question: { keep: keep_messages, messages: question },
    ask: (model) => conversations.ask(session_id, question, model, keep_messages),
    whole: (reply) => reply,
  })
}

export interface ConversationLogOptions extends Pick<ConversationLog, 'messages' | 'replaces' | 'continues'> {
  readonly conversations: Conversations
  /** Of the conversation. */
  readonly id: string
  /** Where what is asked stands before it is kept. */
  readonly question: QuestionPlace
  /** Keeps what is asked; resolves with its exchange. */
  readonly ask: (model: string) => Promise<string | null>
  /** What is kept of a reply that has come so far; null for nothing. */
  readonly whole: (reply: ConversationMessage) => ConversationMessage | null
}

/** The log of one exchange within a conversation. */
export function createConversationLog(options: ConversationLogOptions): ConversationLog {
  const { conversations, id, messages, replaces, continues, ask, whole } = options
  let place = options.question
  let asking: Promise<string | null> | null = null
  let drafting: Promise<void> = Promise.resolve()
  let isOver = false
  let mayKeep = async () => true
  let replyEnds = () => {}
  return {
    isIdle: false,
    messages,
    replaces,
    continues,
    get hasBegun() {
      return asking !== null
    },
    question: () => place,
    begin(model) {
      if (asking) return asking
      replyEnds = conversations.replyBegins(id)
      // Written once the first word is on its way, and waited for at the end: no word is to wait for a disk.
      asking = nextTurn().then(async () => {
        const exchange = await ask(model)
        place = { exchange }
        return exchange
      })
      return asking
    },
    keepDraft(draft, model) {
      const exchange = 'exchange' in place ? place.exchange : null
      const kept = whole(draft)
      if (exchange !== null && kept && !isOver) drafting = conversations.keepDraft(id, exchange, kept, model)
      return drafting
    },
    fence(confirm) {
      mayKeep = confirm
    },
    async end(reply, model) {
      isOver = true
      // A draft that is on its way comes before what takes its place; its failure is its caller's.
      await Promise.allSettled([drafting])
      const kept = whole(reply)
      try {
        const exchange = await asking
        if (kept && (await mayKeep())) await conversations.answer(id, exchange, kept, model)
      } finally {
        replyEnds()
      }
    },
  }
}

/** The messages after the last reply. A reply at the very end is the start of the requested one. */
function newOnes(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const question = messages.findLastIndex(({ role }) => role !== 'assistant')
  const last = messages.slice(0, question + 1).findLastIndex(({ role }) => role === 'assistant')
  return messages.slice(last + 1)
}

/**
 * A kept message as Ollama takes it. A reply that was all thoughts is an empty one, so that questions and replies go on
 * to take turns; one that never began is nothing to be reminded of. Chats that were kept by earlier versions, or
 * imported, may have thoughts in their text.
 */
export function asSeen({
  role,
  content,
  thinking,
  images,
  tool_calls,
  tool_name,
  tool_call_id,
}: ConversationMessage): ChatMessage[] {
  const isReply = role === 'assistant'
  if (isReply && content === '' && !tool_calls && !thinking) return []
  return [
    {
      role,
      ...(isReply && !thinking ? withThoughtsApart(content) : { content, ...(thinking && { thinking }) }),
      ...(images && { images }),
      ...(tool_calls && { tool_calls }),
      ...(tool_name !== undefined && { tool_name }),
      ...(tool_call_id !== undefined && { tool_call_id }),
    },
  ]
}

/** Takes the thoughts out of a text, as a message keeps them. */
export function withThoughtsApart(text: string): Pick<ConversationMessage, 'content' | 'thinking'> {
  const { content, thinking } = splitThoughts(text)
  return { content, ...(thinking !== '' && { thinking }) }
}
