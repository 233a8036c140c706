import type { ReplyBegun } from '@ollama-dashboard/contracts'
import type { Clock } from '../../kernel/clock.ts'
import type { Replicas } from '../../replicas/replicas.ts'
import type { DetachedReply } from './detached-reply.ts'
import { type Answer, type Ask, isAsk, repliesOf, toldFailure } from './reply-messages.ts'

export interface AnswerFollowersOptions {
  readonly replicas: Pick<Replicas, 'id' | 'link'>
  /** A reply that is written here, by its id. */
  readonly find: (reply: string) => { readonly reply: DetachedReply; readonly begun: ReplyBegun } | null
  readonly clock: Clock
}

/** Whoever follows then knows that this replica is there. */
const waitingMs = 1500
/** They ask one thing at a time. */
const atMost = 1000

/** Tells other replicas what has come of the replies that are written here, as far as they ask. Disposing it ends that. */
export function answerFollowers({ replicas, find, clock }: AnswerFollowersOptions): Disposable {
  const { link } = replicas
  const waiting = new Map<string, AbortController>()

  async function answer({ ask, reply: id, follower, from }: Ask): Promise<Omit<Answer, 'answer'> | null> {
    const found = find(id)
    if (!found) return { isUnknown: true }
    waiting.get(follower)?.abort()
    if (waiting.size >= atMost) return null
    const controller = new AbortController()
    waiting.set(follower, controller)
    const cancel = clock.after(waitingMs, () => controller.abort(ask))
    const { begun } = found
    try {
      for await (const event of found.reply.follow(from, controller.signal)) return { begun, event }
      // Another question of the same follower is answered in its place.
      return controller.signal.reason === ask ? { begun } : null
    } catch (failure) {
      return { begun, failure: toldFailure(failure) }
    } finally {
      cancel()
      if (waiting.get(follower) === controller) waiting.delete(follower)
    }
  }

  const ignore = link.subscribe(repliesOf(replicas.id), (message, from) => {
    if (!isAsk(message)) return
    void answer(message).then((told) => {
      if (told) link.publish(repliesOf(from), { answer: message.ask, ...told } satisfies Answer)
    })
  })

  return {
    [Symbol.dispose]() {
      ignore()
      for (const controller of waiting.values()) controller.abort()
    },
  }
}
