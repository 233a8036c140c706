import { ApiError } from '@ollama-dashboard/client'
import type { ChatChunk, ReplyBegun } from '@ollama-dashboard/contracts'
import { api } from '../../../lib/api/api.ts'
import { pause } from '../../../lib/pause.ts'

export interface FollowedReply {
  readonly conversation: string
  readonly reply: string
  /** Called with every connection. */
  readonly onBegun: (begun: ReplyBegun) => void
  readonly onChunk: (chunk: ChatChunk) => void
}

const tryAgainMs = 1000

/**
 * Follows a reply until it ends, over connections that break. Resolves with true at its end, and with false where
 * nothing more is to be heard of it: what it said is kept in the conversation. Throws its failure, and what
 * the signal aborts with.
 */
export async function followReply(followed: FollowedReply, signal: AbortSignal): Promise<boolean> {
  let from = 0
  for (;;) {
    let isConnected = false
    try {
      const events = api.conversations.followReply(
        { params: { id: followed.conversation }, query: { from } },
        { signal },
      )
      for await (const { event, id, data } of events) {
        isConnected = true
        // The one that was followed has ended, and another one has begun.
        if ('started_at' in data) {
          if (data.id !== followed.reply) return false
          followed.onBegun(data)
          continue
        }
        from = Number(id) + 1
        followed.onChunk(data)
        if (event === 'done') return true
      }
    } catch (error) {
      if (signal.aborted) throw error
      if (error instanceof ApiError) {
        if (isConnected) throw error
        if (error.code === 'reply_not_found' || error.code === 'session_not_found') return false
      }
    }
    await pause(tryAgainMs, signal)
    signal.throwIfAborted()
  }
}
