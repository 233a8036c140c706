import type { Background } from '../../kernel/background.ts'
import type { Clock } from '../../kernel/clock.ts'
import { outsideTrace } from '../../kernel/tracing/trace-context.ts'
import type { Replicas } from '../../replicas/replicas.ts'
import type { ReplyClaim, ReplyClaimRepository, ToldReply } from './reply-claim-table.ts'

/** Which replica writes which reply. Each conversation waits for one at a time, whichever replica was asked. */
export interface ReplyClaims extends Disposable {
  /** Null while another replica writes a reply there. */
  claim(conversation: string, reply: string, hooks: ClaimHooks): Promise<OwnClaim | null>
  /** What is written on another replica, or was a moment ago; null where nothing is. */
  elsewhere(conversation: string): Promise<ReplyClaim | null>
  /** Has a reply stopped by the replica that writes it. */
  stop(claim: ReplyClaim): Promise<void>
  /** Conversations are gone: replies within them are not wanted any more. */
  tellRemoved(): void
  /** Calls back when conversations may be gone that another replica removed. */
  onRemoved(listener: () => void): void
}

export interface ClaimHooks {
  /** Somebody wants it stopped, on another replica. */
  readonly onStop: () => void
  /** Another reply has taken its place, since this process was not heard of for some seconds. */
  readonly onLost: () => void
}

export interface OwnClaim {
  /** Whether what has come may be kept, as far as this process knows. */
  isHeld(): boolean
  /** Asks the storage whether what has come may be kept. */
  confirm(): Promise<boolean>
  /** Others tell it from now on. */
  tell(told: ToldReply): Promise<void>
  end(): Promise<void>
}

export interface ReplyClaimsOptions {
  readonly repository: ReplyClaimRepository
  readonly replicas: Pick<Replicas, 'id' | 'link'>
  readonly clock: Clock
  readonly background: Pick<Background, 'settle'>
}

const validMs = 6000
const renewMs = 2000
const stopChannel = 'replies stop'
const removedChannel = 'conversations removed'

const alwaysHeld: OwnClaim = {
  isHeld: () => true,
  confirm: async () => true,
  tell: async () => {},
  end: async () => {},
}

/** Those of a process without others. */
export const claimsAlone: ReplyClaims = {
  claim: async () => alwaysHeld,
  elsewhere: async () => null,
  stop: async () => {},
  tellRemoved() {},
  onRemoved() {},
  [Symbol.dispose]() {},
}

export function createReplyClaims({ repository, replicas, clock, background }: ReplyClaimsOptions): ReplyClaims {
  const { link } = replicas
  const own = new Map<string, ClaimHooks & { heldUntil: number }>()
  const removed = new Set<() => void>()
  let cancel: (() => void) | null = null
  let isClosed = false

  async function renew(replies: readonly string[]): Promise<void> {
    if (replies.length === 0) return
    const asked = clock.elapsed()
    const held = new Map((await repository.renew(replies, validMs)).map((one) => [one.reply, one]))
    for (const reply of replies) {
      const one = own.get(reply)
      if (!one) continue
      const found = held.get(reply)
      if (found) one.heldUntil = asked + validMs
      if (found?.isStopping) one.onStop()
      if (found) continue
      own.delete(reply)
      one.onLost()
    }
  }

  function renewLater(): void {
    if (isClosed || own.size === 0) return
    cancel ??= clock.after(renewMs, () => {
      // What another replica removed may not have been told.
      if (!link.isUp()) for (const listener of removed) listener()
      void outsideTrace(() => background.settle('chat', renew([...own.keys()]))).then(() => {
        cancel = null
        renewLater()
      })
    })
  }

  const endings = [
    link.subscribe(stopChannel, (reply) => void own.get(String(reply))?.onStop()),
    link.subscribe(removedChannel, () => {
      for (const listener of removed) listener()
    }),
  ]

  return {
    async claim(conversation, reply, hooks) {
      const heldUntil = clock.elapsed() + validMs
      if (!(await repository.claim(conversation, reply, replicas.id, validMs))) return null
      own.set(reply, { ...hooks, heldUntil })
      renewLater()
      return {
        isHeld: () => clock.elapsed() < (own.get(reply)?.heldUntil ?? Number.NEGATIVE_INFINITY),
        async confirm() {
          await renew([reply])
          return own.has(reply)
        },
        tell: (told) => repository.tell(reply, told),
        async end() {
          if (own.delete(reply)) await repository.end(reply)
        },
      }
    },

    async elsewhere(conversation) {
      const claim = await repository.find(conversation)
      return claim && claim.replica !== replicas.id ? claim : null
    },

    async stop({ reply }) {
      await repository.stop(reply)
      link.publish(stopChannel, reply)
    },

    tellRemoved: () => link.publish(removedChannel, null),
    onRemoved: (listener) => void removed.add(listener),

    [Symbol.dispose]() {
      isClosed = true
      cancel?.()
      for (const end of endings) end()
    },
  }
}
