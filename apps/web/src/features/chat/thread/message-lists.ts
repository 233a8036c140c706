import type { ContinuedReply, ConversationMessage } from '@ollama-dashboard/contracts'
import { limits } from '@ollama-dashboard/contracts/limits'
import { splitThoughts } from '@ollama-dashboard/contracts/split-thoughts'

/** What somebody asks: a message of the user before it is one. */
export interface Question {
  readonly content: string
  readonly images: readonly string[]
}

export const questionOf = ({ content, images = [] }: ConversationMessage): Question => ({ content, images })

export const toQuestionMessage = ({ content, images }: Question, created_at: string): ConversationMessage => ({
  role: 'user',
  content,
  ...(images.length > 0 && { images: [...images] }),
  created_at,
})

/** A reply of a chat that was kept by an earlier version, or imported, may have its thoughts in its text. */
export function withThoughtsApart(message: ConversationMessage): ConversationMessage {
  if (message.role !== 'assistant' || message.thinking) return message
  const { content, thinking } = splitThoughts(message.content)
  return thinking === '' ? message : { ...message, content, thinking }
}

/** What a reply has said so far, as the server adds to it when it is continued. */
export function beginningOf(message: ConversationMessage): ContinuedReply {
  const { content, thinking } = withThoughtsApart(message)
  return { content, ...(thinking && { thinking }) }
}

/** Where the question of a reply stands; null for a reply that nobody asked for. */
export function questionIndexOf(messages: readonly ConversationMessage[], reply: number): number | null {
  const index = messages.slice(0, reply).findLastIndex(({ role }) => role === 'user')
  return index < 0 ? null : index
}

/** A question at the end that nobody replied to; null where there is none. */
export function unansweredIndex(messages: readonly ConversationMessage[]): number | null {
  return messages.at(-1)?.role === 'user' ? messages.length - 1 : null
}

export interface Fork {
  /** How many of the messages the new conversation begins with. */
  readonly keep: number
  /** What stands in its composer. */
  readonly question: Question | null
}

/** From a reply the conversation goes on behind it; a question is put anew. */
export function forkAt(messages: readonly ConversationMessage[], index: number): Fork {
  const message = messages[index]
  if (message?.role === 'user') return { keep: index, question: questionOf(message) }
  return { keep: index + 1, question: null }
}

/** The messages with a question and its reply in place of what came after the first `keep`. */
export const withExchange = (
  messages: readonly ConversationMessage[],
  keep: number,
  exchange: readonly ConversationMessage[],
): ConversationMessage[] => [...messages.slice(0, keep), ...exchange]

export const forkTitle = (title: string): string => {
  const suffix = ', fork'
  return title.endsWith(suffix) ? title : `${title.slice(0, limits.titleLength - suffix.length)}${suffix}`
}
