import type { ChatMessage } from '@ollama-dashboard/contracts'

const longest = 60

export const untitled = 'New chat'

/** What a session is called until somebody says otherwise: the beginning of the first question. */
export function titleOf(messages: readonly Pick<ChatMessage, 'role' | 'content'>[]): string {
  const first = messages.find(({ role, content }) => role === 'user' && content.trim() !== '')
  // A NUL is no character of a title, and PostgreSQL takes none.
  const line = first?.content.replaceAll('\0', '').trim().split('\n')[0]?.replace(/\s+/g, ' ').trim()
  if (!line) return untitled
  if (line.length <= longest) return line
  const cut = line.slice(0, longest)
  // Between two words, if there is a gap near the end.
  const gap = cut.lastIndexOf(' ')
  return `${cut.slice(0, gap > longest / 2 ? gap : longest).trimEnd()}…`
}
