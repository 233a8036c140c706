import { randomUUID } from 'node:crypto'
import type { Conversation, ConversationMessage, ReplyBegun } from '@ollama-dashboard/contracts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import type { ReplyClaim } from './claims/reply-claim-table.ts'
import type { ReplyClaims } from './claims/reply-claims.ts'
import type { ConversationRepository } from './conversation-repository.ts'
import { titleOf, untitled } from './conversation-title.ts'
import type { HistoryExport } from './history/history-export.ts'

/** What a question and its reply write into a conversation. Who may write there was asked before. */
export interface ConversationExchanges {
  /**
   * Adds a question after the first `keep` messages, or after all; tells `answer` which one it was, or null where nothing
   * new was asked. The file, which is written whole, waits for the reply.
   */
  ask(id: string, question: readonly ConversationMessage[], model: string, keep?: number): Promise<string | null>
  /**
   * The exchange of a reply that is kept, by its index among the messages, so that more of it can be kept in its place; null
   * where it does not stand right behind another message.
   */
  exchangeOf(id: string, index: number): Promise<string | null>
  /** Keeps as much of a reply as there is, in the place where `answer` will put it. */
  keepDraft(id: string, exchange: string, draft: ConversationMessage, model: string): Promise<void>
  /**
   * Adds the reply right behind its question; nowhere where that gave way to another one, or was deleted. It is kept
   * when this resolves, and the file follows.
   */
  answer(id: string, exchange: string | null, reply: ConversationMessage, model: string): Promise<void>
  /** A reply comes within a conversation, until what it returns is called. */
  replyBegins(id: string, followed?: FollowedReply): () => void
  /** The messages of a conversation with what is known of a reply that is coming, and with a question that is not kept yet. */
  withReply(id: string, kept: ConversationMessage[]): Promise<WithReply>
  /** Whether a reply is coming that can be followed, on whichever replica. */
  isFollowed(id: string): Promise<boolean>
  /** Stops the replies whose conversations are there no more, on every replica. */
  stopOrphans(): Promise<void>
  /** Those of this process alone. */
  stopOwnOrphans(): Promise<void>
}

type WithReply = Pick<Conversation, 'messages' | 'is_replying' | 'reply'>

/** A reply that goes on without its caller. */
export interface FollowedReply extends ReplyBegun {
  readonly question: () => QuestionPlace
  /** Its conversation is gone. */
  readonly stop: () => void
}

/** Where the question of a reply is: kept, as which exchange; or not yet, and to stand after so many of the messages. */
export type QuestionPlace =
  | { readonly exchange: string | null }
  | { readonly keep?: number | undefined; readonly messages: readonly ConversationMessage[] }

export interface ExchangesOptions {
  readonly repository: ConversationRepository
  readonly file: Pick<HistoryExport, 'follow'>
  readonly clock: Clock
  readonly claims: Pick<ReplyClaims, 'elsewhere' | 'tellRemoved'>
}

export function createConversationExchanges(options: ExchangesOptions): ConversationExchanges {
  const { repository, file, clock, claims } = options
  /** The replies that are coming, by conversation: of one that cannot be followed, null. */
  const replying = new Map<string, Set<{ readonly followed: FollowedReply | null }>>()

  const followedIn = (id: string): FollowedReply | null =>
    [...(replying.get(id) ?? [])].find(({ followed }) => followed !== null)?.followed ?? null

  async function claimedElsewhere(id: string): Promise<ReplyClaim | null> {
    const claim = await claims.elsewhere(id)
    return claim?.isOver ? null : claim
  }

  async function toldElsewhere(id: string) {
    const claim = await claimedElsewhere(id)
    if (!claim?.told) return null
    const { question: place, ...told } = claim.told
    return { id: claim.reply, ...told, place }
  }

  async function stopOwnOrphans(): Promise<void> {
    for (const id of replying.keys()) {
      const reply = followedIn(id)
      if (reply && !(await repository.find(id))) reply.stop()
    }
  }

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

    exchangeOf: (id, index) => repository.exchangeOf(id, index, randomUUID()),

    async keepDraft(id, exchange, draft, model) {
      await repository.reply(id, exchange, draft, { updated_at: timestamp(clock.now()), model }, { isDraft: true })
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

    async withReply(id, messages) {
      const known = followedIn(id)
      const followed = known ? ownTold(known) : await toldElsewhere(id)
      if (!followed) return { messages, is_replying: replying.has(id), reply: null }
      const { place, ...begun } = followed
      if ('exchange' in place) {
        const index = place.exchange === null ? null : await repository.indexOf(id, place.exchange)
        return { messages, is_replying: true, reply: { ...begun, question: index } }
      }
      const asked = [...messages.slice(0, place.keep), ...place.messages]
      const index = place.messages.length > 0 ? asked.length - 1 : null
      return { messages: asked, is_replying: true, reply: { ...begun, question: index } }
    },

    replyBegins(id, followed) {
      const one = { followed: followed ?? null }
      const all = replying.get(id) ?? new Set()
      replying.set(id, all.add(one))
      return () => {
        all.delete(one)
        if (all.size === 0 && replying.get(id) === all) replying.delete(id)
      }
    },

    isFollowed: async (id) => followedIn(id) !== null || (await claimedElsewhere(id)) !== null,

    async stopOrphans() {
      await stopOwnOrphans()
      claims.tellRemoved()
    },

    stopOwnOrphans,
  }
}

function ownTold({ question, stop: _, continues, ...known }: FollowedReply) {
  return { ...known, continues: continues !== undefined, place: question() }
}

export const replyInProgress = (): DashboardError =>
  new DashboardError('reply_in_progress', 'This chat already waits for a reply.', {
    hint: 'Wait for its end, or stop it.',
  })
