import { type ConversationMessage, limits, splitThoughts } from '@ollama-dashboard/contracts'
import { beginningOf } from '../conversations/conversation-title.ts'
import { oneLine } from '../kernel/text/one-line.ts'

/** Of each message: what it is about stands at its beginning. */
const longestPart = 800

/** What a model is asked for a title with: the first question and reply, and the last question; null where nothing was asked. */
export function titlePrompt(messages: readonly ConversationMessage[]): string | null {
  const questions = messages.filter(({ role, content }) => role === 'user' && content.trim() !== '')
  const reply = messages.find(({ role, content }) => role === 'assistant' && content.trim() !== '')
  const [first] = questions
  if (!first) return null
  const last = questions.at(-1)
  const parts = [
    `Question: ${partOf(first)}`,
    ...(reply ? [`Answer: ${partOf(reply)}`] : []),
    ...(last && last !== first ? [`Last question: ${partOf(last)}`] : []),
    'Write a title for this conversation: at most six words, in its language. Reply with the title alone.',
  ]
  return parts.join('\n\n')
}

const partOf = ({ content }: ConversationMessage): string => beginningOf(splitThoughts(content).content, longestPart)

/** No title begins so far behind: the rest is not looked through. */
const longestReply = 4000

const wrapping = new Set(' \t"\'`*_#>“”„‘’«»「」『』'.split(''))

const labels = /^(?:title|titel|titre|título|titolo)\s*[:：]/i

/** Control characters, and marks that turn the direction of what follows. */
const unseen = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu

/** The title in what a model replied: its first line, without quotes, Markdown and "Title:"; null where there is none. */
export function titleIn(reply: string): string | null {
  const { content } = splitThoughts(reply.slice(0, longestReply))
  const lines = content.split('\n').map((line) => unwrapped(unwrapped(line.replaceAll(unseen, '')).replace(labels, '')))
  const line = oneLine(lines.find((one) => one !== '') ?? '')
  return line && beginningOf(line, limits.titleLength).trimEnd()
}

function unwrapped(line: string): string {
  let from = 0
  let to = line.length
  while (from < to && wrapping.has(line.charAt(from))) from += 1
  while (to > from && wrapping.has(line.charAt(to - 1))) to -= 1
  return line.slice(from, to).trim()
}
