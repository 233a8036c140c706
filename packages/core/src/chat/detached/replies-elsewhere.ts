import { randomUUID } from 'node:crypto'
import type { ReplyEvent, ServerSentEvent } from '@ollama-dashboard/contracts'
import type { ReplyClaim } from '../../conversations/claims/reply-claim-table.ts'
import type { ReplyClaims } from '../../conversations/claims/reply-claims.ts'
import type { CallContext } from '../../kernel/call-context.ts'
import { type Clock, wait } from '../../kernel/clock.ts'
import { DashboardError } from '../../kernel/errors.ts'
import { sees } from '../../kernel/rights/sees.ts'
import type { Replicas } from '../../replicas/replicas.ts'
import { type Answer, type Ask, failureOf, isAnswer, repliesOf } from './reply-messages.ts'
import { replyNotFound } from './reply-not-found.ts'

export interface ElsewhereInput {
  readonly id: string
  readonly from: number
}

/** Replies that other replicas write. */
export interface RepliesElsewhere extends Disposable {
  /** As `DetachedReplies.follow`; throws `stream_truncated` where its replica is gone. */
  follow(context: CallContext, input: ElsewhereInput): AsyncGenerator<ServerSentEvent<ReplyEvent>, void>
  /** As `DetachedReplies.stop`. */
  stop(context: CallContext, input: Pick<ElsewhereInput, 'id'>): Promise<void>
}

export interface ElsewhereOptions {
  readonly replicas: Pick<Replicas, 'id' | 'link'>
  readonly claims: ReplyClaims
  readonly clock: Clock
}

/** Longer than the other replica is silent. */
const answerMs = 2500
const lookMs = 200

export function createRepliesElsewhere({ replicas, claims, clock }: ElsewhereOptions): RepliesElsewhere {
  const { link } = replicas
  const asked = new Map<string, (answer: Answer | null) => void>()

  const ignore = link.subscribe(repliesOf(replicas.id), (message) => {
    if (isAnswer(message)) asked.get(message.answer)?.(message)
  })

  /** Null where no answer came in time. */
  function ask({ reply, replica }: ReplyClaim, question: Pick<Ask, 'follower' | 'from'>, signal: AbortSignal) {
    const id = randomUUID()
    const { promise, resolve } = Promise.withResolvers<Answer | null>()
    const leave = () => resolve(null)
    const cancel = clock.after(answerMs, leave)
    signal.addEventListener('abort', leave, { once: true })
    asked.set(id, resolve)
    link.publish(repliesOf(replica), { ask: id, reply, ...question } satisfies Ask)
    return promise.finally(() => {
      asked.delete(id)
      cancel()
      signal.removeEventListener('abort', leave)
    })
  }

  async function find({ actor }: CallContext, id: string): Promise<ReplyClaim> {
    const claim = await claims.elsewhere(id)
    if (claim?.told && sees(actor, claim.told)) return claim
    throw replyNotFound()
  }

  /** Throws where nobody writes it any more. */
  async function expectWritten(id: string, { reply }: ReplyClaim): Promise<void> {
    const now = await claims.elsewhere(id)
    if (now?.reply !== reply || now.isOver) throw gone()
  }

  return {
    async *follow(context, { id, from }) {
      const { signal } = context
      const claim = await find(context, id)
      const follower = randomUUID()
      let next = from
      let hasBegun = false
      while (!signal.aborted) {
        const answer = await ask(claim, { follower, from: next }, signal)
        if (signal.aborted) return
        if (!answer) {
          await expectWritten(id, claim)
          continue
        }
        const { begun, event, failure, isUnknown } = answer
        if (isUnknown) throw replyNotFound()
        if (begun && !hasBegun) yield { event: 'begun', data: begun }
        hasBegun = true
        if (failure) throw failureOf(failure)
        if (!event) continue
        next = Number(event.id) + 1
        yield event
        if (event.event === 'done') return
      }
    },

    async stop(context, { id }) {
      const claim = await find(context, id)
      if (claim.isOver) throw replyNotFound()
      await claims.stop(claim)
      // Its end frees the conversation, and so does the end of its replica.
      for (let now: ReplyClaim | null = claim; now?.reply === claim.reply && !now.isOver; ) {
        await wait(clock, lookMs, context.signal)
        now = await claims.elsewhere(id)
      }
    },

    [Symbol.dispose]() {
      ignore()
      for (const resolve of asked.values()) resolve(null)
    },
  }
}

const gone = () =>
  new DashboardError('stream_truncated', 'The replica of the dashboard that wrote this reply is gone.', {
    hint: 'What had come is kept in the chat. Ask again, or continue the reply.',
  })
