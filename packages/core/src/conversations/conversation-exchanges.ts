import { randomUUID } from 'node:crypto'
import type { ConversationMessage } from '@ollama-dashboard/contracts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import type { ConversationRepository } from './conversation-repository.ts'
import { titleOf, untitled } from './conversation-title.ts'
import type { HistoryExport } from './history-export.ts'

/** What a question and its reply write into a conversation. Who may write there was asked before. */
export interface ConversationExchanges {
  /**
   * Adds a question after the first `keep` messages, or after all; tells `answer` which one it was, or null where nothing
   * new was asked. The file, which is written whole, waits for the reply.
   */
  ask(id: string, question: readonly ConversationMessage[], model: string, keep?: number): Promise<string | null>
  /**
   * Adds the reply right behind its question; nowhere where that gave way to another one, or was deleted. It is kept
   * when this resolves, and the file follows.
   */
  answer(id: string, exchange: string | null, reply: ConversationMessage, model: string): Promise<void>
  /** A reply comes within a conversation, until what it returns is called. */
  replyBegins(id: string): () => void
  isReplying(id: string): boolean
}

export function createConversationExchanges(
  repository: ConversationRepository,
  file: Pick<HistoryExport, 'follow'>,
  clock: Clock,
): ConversationExchanges {
  /** How many replies are coming, by conversation. */
  const replying = new Map<string, number>()

  return {
    async ask(id, question, model, keep) {
      // It is called by its first question, unless somebody has called it something.
      const isUntitled = (await repository.find(id))?.title === untitled
      const title = isUntitled ? titleOf(question) : undefined
      const changed = { updated_at: timestamp(clock.now()), model, ...(title !== undefined && { title }) }
      const exchange = question.length > 0 ? randomUUID() : null
      // Deleted meanwhile: then nobody wants it any more.
      await repository.append(id, question, changed, { keep, exchange })
      return exchange
    },

    async answer(id, exchange, reply, model) {
      const changed = { updated_at: timestamp(clock.now()), model }
      const isThere =
        exchange === null
          ? await repository.append(id, [reply], changed)
          : await repository.reply(id, exchange, reply, changed)
      if (!isThere) return
      file.follow()
    },

    isReplying: (id) => replying.has(id),

    replyBegins(id) {
      replying.set(id, (replying.get(id) ?? 0) + 1)
      return () => {
        const left = (replying.get(id) ?? 0) - 1
        if (left > 0) replying.set(id, left)
        else replying.delete(id)
      }
    },
  }
}
