import type { Conversation } from '@ollama-dashboard/contracts'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { unansweredIndex } from '../thread/message-lists.ts'
import { useExchange } from './exchanges.ts'
import { attach } from './follow-exchange.ts'

/** Follows a reply that is coming to the conversation, whoever asked for it. */
export function useAttached(conversation: Conversation | undefined): void {
  const client = useQueryClient()
  const isFollowed = useExchange(conversation?.id ?? null)?.state === 'running'
  useEffect(() => {
    if (conversation?.reply && !isFollowed) attach(client, conversation)
  }, [client, conversation, isFollowed])
}

const askAgainMs = 2000
const mayComeForMs = 60_000

/**
 * How often to read a conversation again, in milliseconds; false for never. A reply that cannot be followed is coming, or the
 * question is not old: what had come of its reply is on its way.
 */
export function replyMayCome(conversation: Conversation | undefined): number | false {
  if (conversation?.is_replying) return askAgainMs
  const last = conversation && unansweredIndex(conversation.messages)
  if (last === null || last === undefined) return false
  const age = Date.now() - Date.parse(conversation?.messages[last]?.created_at ?? '')
  return age < mayComeForMs ? askAgainMs : false
}
