import type { OwnClaim } from '../../conversations/claims/reply-claims.ts'
import type { Exchange } from '../../inference/exchange.ts'
import type { Background } from '../../kernel/background.ts'
import { type Clock, timestamp } from '../../kernel/clock.ts'
import type { DetachedReply } from './detached-reply.ts'

/** What is lost at most when the dashboard is killed. */
const draftEveryMs = 2000

export interface DraftsOptions {
  readonly reply: DetachedReply
  readonly exchange: Exchange
  readonly claimed: Pick<OwnClaim, 'isHeld'>
  /** Called once the first one is kept. */
  readonly onKept: () => Promise<unknown>
  readonly clock: Clock
  readonly background: Pick<Background, 'settle'>
}

/** Keeps what has come every two seconds, and waits that long again once it is kept. What it returns ends that. */
export function keepDrafts({ reply, exchange, claimed, onKept, clock, background }: DraftsOptions): () => void {
  const {
    log,
    model: { name: model },
  } = exchange
  let kept = 0
  let cancel = () => {}

  async function keepDraft(): Promise<void> {
    const isFirst = kept === 0
    kept = reply.length
    const draft = reply.toMessage({ at: timestamp(clock.now()), model, interruption: 'stream_truncated' })
    await background.settle('chat', log.keepDraft(draft, model))
    if (isFirst) await background.settle('chat', onKept())
  }

  function keepLater() {
    cancel = clock.after(draftEveryMs, async () => {
      if (reply.length > kept && claimed.isHeld()) await keepDraft()
      if (!reply.hasEnded) keepLater()
    })
  }
  keepLater()
  return () => cancel()
}
