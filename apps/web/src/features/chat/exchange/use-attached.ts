import type { Conversation } from '@ollama-dashboard/contracts'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { attach } from './ask.ts'
import { useExchange } from './exchanges.ts'

/** Follows a reply that is coming to the conversation, whoever asked for it. */
export function useAttached(conversation: Conversation | undefined): void {
  const client = useQueryClient()
  const isFollowed = useExchange(conversation?.id ?? null)?.state === 'running'
  useEffect(() => {
    if (conversation?.reply && !isFollowed) attach(client, conversation)
  }, [client, conversation, isFollowed])
}
