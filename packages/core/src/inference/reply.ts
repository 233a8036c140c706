import type { ChatMetrics, ConversationMessage } from '@ollama-dashboard/contracts'
import { withThoughtsApart } from '../conversations/conversation-log.ts'
import { maxToolCalls, type Said } from '../ollama/answers/read-chat-line.ts'

export interface ReplyEnd {
  readonly at: string
  readonly model: string
  readonly metrics?: ChatMetrics
  /** Why it ended before it was complete: the code of a problem, or that the caller left. */
  readonly interruption?: string
}

/** What a model has said so far. */
export interface Reply {
  add(line: Said): void
  /** The reply as a message to save. */
  toMessage(end: ReplyEnd): ConversationMessage
}

/** Collects the lines of one reply; `elapsed` is in milliseconds. */
export function createReply(elapsed: () => number): Reply {
  // Joined once at the end: ten thousand pieces make a text that is copied ten thousand times.
  const content: string[] = []
  const thinking: string[] = []
  const toolCalls: unknown[] = []
  let thinkingSince: number | null = null
  let thoughtMs: number | null = null
  return {
    add(line) {
      if (line.thinking !== '') thinkingSince ??= elapsed()
      else if (thinkingSince !== null && saysMore(line)) thoughtMs ??= Math.round(elapsed() - thinkingSince)
      if (line.content !== '') content.push(line.content)
      if (line.thinking !== '') thinking.push(line.thinking)
      // No more than a message may have, or the conversation could not go on.
      toolCalls.push(...line.toolCalls.slice(0, maxToolCalls - toolCalls.length))
    },
    toMessage({ at, model, metrics, interruption }) {
      const said = content.join('')
      const thoughts = thinking.join('')
      return {
        role: 'assistant',
        // The lines of a reply stay as Ollama sent them; what is kept has thoughts apart from words.
        ...(thoughts === '' ? withThoughtsApart(said) : { content: said, thinking: thoughts }),
        // Kept as Ollama sent them.
        ...(toolCalls.length > 0 && { tool_calls: toolCalls as NonNullable<ConversationMessage['tool_calls']> }),
        created_at: at,
        model,
        ...(metrics && { metrics }),
        ...(thoughtMs !== null && { thinking_ms: thoughtMs }),
        ...(interruption !== undefined && { interrupted: true, error: interruption }),
      }
    },
  }
}

/** Whether the model has gone on from its thoughts. */
const saysMore = ({ content, toolCalls }: Said): boolean => content.trim() !== '' || toolCalls.length > 0

/** Whether a line holds something of the reply, and is not only the sign that one has begun. */
export const saysSomething = ({ content, thinking, toolCalls }: Said): boolean =>
  content !== '' || thinking !== '' || toolCalls.length > 0
