import { type ChatMessage, splitFiles } from '@ollama-dashboard/contracts'
import { DashboardError } from '../kernel/errors.ts'
import { givenLine } from '../kernel/text/one-line.ts'
import type { ConversationChange } from './conversation-table.ts'

const longest = 60

export const untitled = 'New chat'

/** The first characters of a text, without cutting a surrogate pair. */
export const beginningOf = (text: string, most: number): string => text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')

/** Throws `validation_failed` where nothing is changed, or the title is none. */
export function checkedChange({ title, pinned }: ConversationChange): ConversationChange {
  if (title === undefined && pinned === undefined) {
    throw new DashboardError('validation_failed', 'title or pinned is required.', {
      fieldErrors: [{ path: '/body', message: 'must have title or pinned' }],
    })
  }
  return { ...(title !== undefined && { title: givenLine('title', title) }), ...(pinned !== undefined && { pinned }) }
}

/** What a conversation is called until somebody says otherwise: the beginning of the first question, or the files that were sent alone. */
export function titleOf(messages: readonly Pick<ChatMessage, 'role' | 'content'>[]): string {
  const first = messages.find(({ role, content }) => role === 'user' && content.trim() !== '')
  const { files, written } = splitFiles(first?.content ?? '')
  const words = written.trim() === '' ? files.map(({ name }) => name).join(', ') : written
  // A NUL is no character of a title, and PostgreSQL takes none.
  const line = words
    .replaceAll('\0', '')
    .trim()
    .split('\n')[0]
    ?.replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  if (!line) return untitled
  if (line.length <= longest) return line
  const cut = beginningOf(line, longest)
  // Between two words, if there is a gap near the end.
  const gap = cut.lastIndexOf(' ')
  return `${cut.slice(0, gap > longest / 2 ? gap : longest).trimEnd()}…`
}
