import type { ContinuedReply, ConversationMessage } from './conversation.ts'

/**
 * Whether a reply ended before its model had said everything, so that it can go on where it stopped. One that stopped while
 * its model was thinking, or called a tool, has nothing to go on from.
 */
export function canContinue({ role, content, tool_calls: calls, interrupted, metrics }: ConversationMessage): boolean {
  if (role !== 'assistant' || content.trim() === '' || (calls && calls.length > 0)) return false
  return interrupted === true || metrics?.done_reason === 'length'
}

/** A reply with what came when it was continued; null where nothing came and that ended early too: it stays as it is. */
export function withContinuation(begun: ContinuedReply, more: ConversationMessage): ConversationMessage | null {
  const isEmpty = more.content === '' && !more.thinking && !more.tool_calls
  if (isEmpty && more.interrupted) return null
  return { ...more, ...withMore(begun, more) }
}

/** What was said, and thought, before and after. */
export function withMore(begun: ContinuedReply, more: ContinuedReply): ContinuedReply {
  const thinking = [begun.thinking, more.thinking].filter(Boolean).join('\n\n')
  const { thinking_ms = more.thinking_ms } = begun
  return {
    content: begun.content + more.content,
    ...(thinking !== '' && { thinking }),
    ...(thinking_ms !== undefined && { thinking_ms }),
  }
}
