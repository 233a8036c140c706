import type { ChatChunk, ReplyEvent, ServerSentEvent } from '@ollama-dashboard/contracts'
import type { ConversationInput, Conversations } from '../../conversations/conversations.ts'
import type { Exchange } from '../../inference/exchange.ts'
import type { JsonLine } from '../../json/json-line.ts'
import type { Background } from '../../kernel/background.ts'
import type { CallContext } from '../../kernel/call-context.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Replicas } from '../../replicas/replicas.ts'

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
  /** Resolves when none is coming, and what they said is kept. */
  allWritten(): Promise<void>
}

export type Prepare = (signal: AbortSignal) => Promise<Exchange>

export interface DetachedRepliesOptions {
  readonly conversations: Conversations
  readonly run: (exchange: Exchange) => AsyncIterable<ChatChunk | JsonLine<ChatChunk>>
  /** The others that share the storage; none when absent. */
  readonly replicas?: Pick<Replicas, 'id' | 'isAlone' | 'link'> | undefined
  readonly clock: Clock
  readonly background: Pick<Background, 'settle'>
}
