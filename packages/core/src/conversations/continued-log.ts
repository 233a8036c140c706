import {
  type ContinuedReply,
  type ConversationMessage,
  canContinue,
  withContinuation,
} from '@ollama-dashboard/contracts'
import type { CallContext } from '../kernel/call-context.ts'
import { DashboardError } from '../kernel/errors.ts'
import { replyInProgress } from './conversation-exchanges.ts'
import { asSeen, type ConversationLog, createConversationLog, withThoughtsApart } from './conversation-log.ts'
import type { ConversationInput, Conversations } from './conversations.ts'

/**
 * The log of a reply that goes on where it stopped: what comes is added to it. It stays as it was until then. Throws
 * `session_not_found`, `reply_in_progress`, and `nothing_to_continue`.
 */
export async function openContinuedLog(
  context: CallContext,
  conversations: Conversations,
  { id }: ConversationInput,
): Promise<ConversationLog> {
  const { messages, is_replying } = await conversations.find(context, { id })
  if (is_replying) throw replyInProgress()
  const continues = unfinished(messages.at(-1))
  const exchange = continues && (await conversations.exchangeOf(id, messages.length - 1))
  if (!continues || exchange === null) throw nothingToContinue()
  return createConversationLog({
    conversations,
    id,
    messages: messages.flatMap(asSeen),
    replaces: false,
    continues,
    question: { exchange },
    ask: async () => exchange,
    whole: (more) => withContinuation(continues, more),
  })
}

function unfinished(last: ConversationMessage | undefined): ContinuedReply | null {
  if (!last) return null
  const { content, thinking } = last.thinking ? last : withThoughtsApart(last.content)
  if (!canContinue({ ...last, content })) return null
  const { thinking_ms } = last
  return { content, ...(thinking && { thinking }), ...(thinking_ms !== undefined && { thinking_ms }) }
}

const nothingToContinue = () =>
  new DashboardError('nothing_to_continue', 'The last message is no reply that can be continued.', {
    hint: 'Only a reply that was interrupted or reached a limit can. Ask a new question, or retry the last one.',
  })
