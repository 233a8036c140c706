import type { ChatChunk, ReplyBegun, ReplyEvent, ServerSentEvent } from '@ollama-dashboard/contracts'
import { replyInProgress } from '../conversations/conversation-exchanges.ts'
import type { ConversationInput, Conversations } from '../conversations/conversations.ts'
import type { Exchange } from '../inference/exchange.ts'
import { JsonLine } from '../json/json-line.ts'
import type { Background } from '../kernel/background.ts'
import type { CallContext } from '../kernel/call-context.ts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import { sees } from '../kernel/rights/sees.ts'
import { createDetachedReply, type DetachedReply } from './detached-reply.ts'

export interface FollowInput extends ConversationInput {
  /** The first part to be sent; 0 when absent. */
  readonly from?: number
}

/** Replies within conversations that go on without whoever asked, at most one in each. */
export interface DetachedReplies extends AsyncDisposable {
  /**
   * Asks a model, and resolves with the id of the reply once the question is kept; until then a caller who leaves ends it. A
   * question that takes the place of messages is kept with the first word, so that a failure leaves them. Throws what
   * `prepare` does, `reply_in_progress`, and `rate_limited` where too many replies are coming.
   */
  begin(context: CallContext, conversation: string, prepare: Prepare): Promise<string>
  /**
   * `begun` with which reply it is, then what was said from a part on and what follows, as it comes; at last `done`, or its
   * failure is thrown. Throws `reply_not_found` where none is coming.
   */
  follow(context: CallContext, input: FollowInput): AsyncGenerator<ServerSentEvent<ReplyEvent>, void>
  /** Resolves when what had come is kept. Throws `reply_not_found` where none is coming. */
  stop(context: CallContext, input: ConversationInput): Promise<void>
}

type Prepare = (signal: AbortSignal) => Promise<Exchange>

export interface DetachedRepliesOptions {
  readonly conversations: Conversations
  readonly run: (exchange: Exchange) => AsyncIterable<ChatChunk | JsonLine<ChatChunk>>
  readonly clock: Clock
  readonly background: Pick<Background, 'settle'>
}

interface Known {
  readonly reply: DetachedReply
  /** Null until its question is on its way into the conversation. */
  readonly begun: ReplyBegun | null
}

/** Each holds what it has said, and a place in Ollama's queue. */
const atMost = 64
const retryAfterSeconds = 10
/** What is lost at most when the dashboard is killed. */
const draftEveryMs = 2000
/** Whoever begins to follow a reply that failed at once still learns why. */
const rememberedForMs = 30_000

/** Disposing it stops them, and waits until what they said is kept. */
export function createDetachedReplies({
  conversations,
  run,
  clock,
  background,
}: DetachedRepliesOptions): DetachedReplies {
  /** By conversation; one that has ended stays for a while. */
  const known = new Map<string, Known>()
  const working = new Set<Promise<unknown>>()
  const forgetting = new Set<() => void>()

  function reserve(conversation: string): DetachedReply {
    const isComing = ({ reply }: Known) => !reply.hasEnded
    const before = known.get(conversation)
    if (before && isComing(before)) throw replyInProgress()
    if ([...known.values()].filter(isComing).length >= atMost) {
      throw new DashboardError('rate_limited', `${atMost} replies are already being generated in the background.`, {
        hint: 'Wait for one to end, or stop one.',
        retryAfterSeconds,
      })
    }
    const reply = createDetachedReply(clock)
    known.set(conversation, { reply, begun: null })
    return reply
  }

  function forget(conversation: string, reply: DetachedReply): void {
    if (known.get(conversation)?.reply === reply) known.delete(conversation)
  }

  async function drive(conversation: string, begun: ReplyBegun, reply: DetachedReply, exchange: Exchange) {
    const { question } = exchange.log
    const stop = () => reply.stop(stopped())
    const replyEnds = conversations.replyBegins(conversation, { ...begun, question, stop })
    const endDrafts = keepDrafts(reply, exchange)
    try {
      for await (const line of run(exchange)) reply.add(line instanceof JsonLine ? line.value : line)
    } catch (error) {
      reply.fail(reply.signal.aborted ? reply.signal.reason : error)
      throw error
    } finally {
      endDrafts()
      replyEnds()
      const cancel = clock.after(rememberedForMs, () => {
        forgetting.delete(cancel)
        forget(conversation, reply)
      })
      forgetting.add(cancel)
    }
  }

  /** Keeps what has come every two seconds, and waits that long again once it is kept. What it returns ends that. */
  function keepDrafts(reply: DetachedReply, { log, model: { name: model } }: Exchange): () => void {
    let kept = 0
    let cancel = () => {}
    const keepLater = () => {
      cancel = clock.after(draftEveryMs, async () => {
        if (reply.length > kept) {
          kept = reply.length
          const draft = reply.toMessage({ at: timestamp(clock.now()), model, interruption: 'stream_truncated' })
          await background.settle('chat', log.keepDraft(draft, model))
        }
        if (!reply.hasEnded) keepLater()
      })
    }
    keepLater()
    return () => cancel()
  }

  async function find(context: CallContext, input: ConversationInput) {
    await conversations.expectAccess(context, input)
    const { reply, begun = null } = known.get(input.id) ?? {}
    if (reply && begun && sees(context.actor, begun)) return { reply, begun }
    throw replyNotFound()
  }

  return {
    async begin(context, conversation, prepare) {
      const reply = reserve(conversation)
      const leave = () => reply.stop(context.signal.reason)
      context.signal.addEventListener('abort', leave)
      const forgetKey = context.onKeyEnd?.(reply.stop) ?? (() => {})
      void reply.ended.then(forgetKey)
      try {
        const exchange = await prepare(reply.signal)
        const { name: model } = exchange.model
        const { continues } = exchange.log
        const started_at = timestamp(reply.startedAt)
        const begun = { id: reply.id, model, started_at, ...(continues && { continues }) }
        known.set(conversation, { reply, begun })
        const kept = exchange.log.replaces ? null : exchange.log.begin(model)
        const driven = drive(conversation, begun, reply, exchange)
        const work = background.settle('chat', driven).finally(() => working.delete(work))
        working.add(work)
        await kept
        return reply.id
      } catch (error) {
        reply.stop(error)
        reply.fail(error)
        forget(conversation, reply)
        throw error
      } finally {
        context.signal.removeEventListener('abort', leave)
      }
    },

    async *follow(context, { id, from = 0 }) {
      const { reply, begun } = await find(context, { id })
      yield { event: 'begun', data: begun }
      yield* reply.follow(from, context.signal)
    },

    async stop(context, input) {
      const { reply } = await find(context, input)
      if (reply.hasEnded) throw replyNotFound()
      reply.stop(stopped())
      await reply.ended
    },

    async [Symbol.asyncDispose]() {
      for (const { reply } of known.values()) reply.stop(shuttingDown())
      await Promise.all(working)
      for (const cancel of forgetting) cancel()
    },
  }
}

const replyNotFound = () =>
  new DashboardError('reply_not_found', 'No reply is being generated in this chat.', {
    hint: 'Read the chat: replies that have ended are kept there.',
  })
const stopped = () => new DashboardError('reply_stopped', 'The reply was stopped.')
const shuttingDown = () => new DashboardError('shutting_down', 'The dashboard is shutting down.')
