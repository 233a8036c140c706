import type { ConversationMessage } from '@ollama-dashboard/contracts'
import type { StoredConversation } from '../src/conversations/conversation-table.ts'

export const at = (second: number) => new Date(Date.parse('2026-01-01T00:00:00Z') + second * 1000).toISOString()
/** A conversation of Ann, as it is stored. */
export const conversationOf = (
  id: string,
  second: number,
  more: Partial<StoredConversation> = {},
): StoredConversation => ({
  id,
  owner: 'ann',
  title: `Title of ${id}`,
  model: 'llama3.2:3b',
  created_at: at(second),
  updated_at: at(second),
  message_count: 0,
  pinned: false,
  ...more,
})
export const said = (content: string): ConversationMessage => ({ role: 'user', content })
