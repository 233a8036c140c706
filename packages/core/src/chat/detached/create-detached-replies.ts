import type { ReplyBegun } from '@ollama-dashboard/contracts'
import type { OwnClaim } from '../../conversations/claims/reply-claims.ts'
import { replyInProgress } from '../../conversations/conversation-exchanges.ts'
import type { ConversationInput } from '../../conversations/conversations.ts'
import type { Exchange } from '../../inference/exchange.ts'
import { JsonLine } from '../../json/json-line.ts'
import type { CallContext } from '../../kernel/call-context.ts'
import { timestamp } from '../../kernel/clock.ts'
import { DashboardError } from '../../kernel/errors.ts'
import { sees } from '../../kernel/rights/sees.ts'
import { answerFollowers } from './answer-followers.ts'
import type { DetachedReplies, DetachedRepliesOptions } from './detached-replies.ts'
import { createDetachedReply, type DetachedReply } from './detached-reply.ts'
import { keepDrafts } from './keep-drafts.ts'
import { createRepliesElsewhere } from './replies-elsewhere.ts'
import { replyNotFound } from './reply-not-found.ts'

interface Known {
  readonly reply: DetachedReply
  /** Null until its question is on its way into the conversation. */
  readonly begun: ReplyBegun | null
}

/** Each holds what it has said, and a place in Ollama's queue. */
const atMost = 64
const retryAfterSeconds = 10
/** Whoever begins to follow a reply that failed at once still learns why. */
const rememberedForMs = 30_000

/** Disposing it stops them, and waits until what they said is kept. */
export function createDetachedReplies({
  conversations,
  run,
  replicas,
  clock,
  background,
}: DetachedRepliesOptions): DetachedReplies {
  const { claims } = conversations
  /** By conversation; one that has ended stays for a while. */
  const known = new Map<string, Known>()
  const working = new Set<Promise<unknown>>()
  const forgetting = new Set<() => void>()

  const others = replicas && !replicas.isAlone ? replicas : null
  const elsewhere = others && createRepliesElsewhere({ replicas: others, claims, clock })
  const answers = others && answerFollowers({ replicas: others, find: findById, clock })

  function findById(id: string) {
    const { reply, begun } = known.values().find((one) => one.reply.id === id) ?? {}
    return reply && begun ? { reply, begun } : null
  }

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

  /** Throws where another replica writes a reply there. */
  async function claim(conversation: string, reply: DetachedReply): Promise<OwnClaim> {
    const claimed = await claims.claim(conversation, reply.id, {
      onStop: () => reply.stop(stopped()),
      onLost: () => reply.stop(lost()),
    })
    if (!claimed) throw replyInProgress()
    return claimed
  }

  const tell = ({ log }: Exchange, { continues, id: _, ...begun }: ReplyBegun, claimed: OwnClaim): Promise<void> =>
    claimed.tell({ ...begun, continues: continues !== undefined, question: log.question() })

  async function drive(
    conversation: string,
    begun: ReplyBegun,
    reply: DetachedReply,
    exchange: Exchange,
    claimed: OwnClaim,
  ) {
    const { question } = exchange.log
    const stop = () => reply.stop(stopped())
    const replyEnds = conversations.replyBegins(conversation, { ...begun, question, stop })
    // What was to take the place of messages does by now.
    const onKept = () => tell(exchange, begun, claimed)
    const endDrafts = keepDrafts({ reply, exchange, claimed, onKept, clock, background })
    try {
      for await (const line of run(exchange)) reply.add(line instanceof JsonLine ? line.value : line)
    } catch (error) {
      reply.fail(reply.signal.aborted ? reply.signal.reason : error)
      throw error
    } finally {
      endDrafts()
      replyEnds()
      await background.settle('chat', claimed.end())
      const cancel = clock.after(rememberedForMs, () => {
        forgetting.delete(cancel)
        forget(conversation, reply)
      })
      forgetting.add(cancel)
    }
  }

  async function find(context: CallContext, input: ConversationInput) {
    await conversations.expectAccess(context, input)
    const { reply, begun = null } = known.get(input.id) ?? {}
    // Since this one ended, another replica may have been asked.
    if (elsewhere && reply?.hasEnded && (await claims.elsewhere(input.id))?.isOver === false) return null
    if (reply && begun && sees(context.actor, begun)) return { reply, begun }
    if (elsewhere) return null
    throw replyNotFound()
  }

  function elsewhereOrThrow() {
    if (elsewhere) return elsewhere
    throw replyNotFound()
  }

  return {
    async begin(context, conversation, prepare) {
      const reply = reserve(conversation)
      const leave = () => reply.stop(context.signal.reason)
      context.signal.addEventListener('abort', leave)
      const forgetKey = context.onKeyEnd?.(reply.stop) ?? (() => {})
      void reply.ended.then(forgetKey)
      let claimed: OwnClaim | null = null
      try {
        claimed = await claim(conversation, reply)
        const exchange = await prepare(reply.signal)
        const { name: model } = exchange.model
        const { continues } = exchange.log
        const started_at = timestamp(reply.startedAt)
        const begun = { id: reply.id, model, started_at, ...(continues && { continues }) }
        known.set(conversation, { reply, begun })
        exchange.log.fence(claimed.confirm)
        const kept = exchange.log.replaces ? null : exchange.log.begin(model)
        const driven = drive(conversation, begun, reply, exchange, claimed)
        const work = background.settle('chat', driven).finally(() => working.delete(work))
        working.add(work)
        await kept
        await background.settle('chat', tell(exchange, begun, claimed))
        return reply.id
      } catch (error) {
        reply.stop(error)
        reply.fail(error)
        forget(conversation, reply)
        if (claimed) await background.settle('chat', claimed.end())
        throw error
      } finally {
        context.signal.removeEventListener('abort', leave)
      }
    },

    async *follow(context, { id, from = 0 }) {
      const found = await find(context, { id })
      if (!found) return yield* elsewhereOrThrow().follow(context, { id, from })
      const { reply, begun } = found
      yield { event: 'begun', data: begun }
      yield* reply.follow(from, context.signal)
    },

    async stop(context, input) {
      const found = await find(context, input)
      if (!found) return elsewhereOrThrow().stop(context, input)
      const { reply } = found
      if (reply.hasEnded) throw replyNotFound()
      reply.stop(stopped())
      await reply.ended
    },

    async allWritten() {
      while (working.size > 0) await Promise.all(working)
    },

    async [Symbol.asyncDispose]() {
      for (const { reply } of known.values()) reply.stop(shuttingDown())
      await Promise.all(working)
      for (const cancel of forgetting) cancel()
      elsewhere?.[Symbol.dispose]()
      answers?.[Symbol.dispose]()
    },
  }
}

const stopped = () => new DashboardError('reply_stopped', 'The reply was stopped.')
const shuttingDown = () => new DashboardError('shutting_down', 'The dashboard is shutting down.')
const lost = () => new DashboardError('stream_truncated', 'Another reply took the place of this one.')
