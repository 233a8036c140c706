import { randomUUID } from 'node:crypto'
import type { ChatChunk, ConversationMessage, ServerSentEvent } from '@ollama-dashboard/contracts'
import { createReply, type ReplyEnd } from '../../inference/reply.ts'
import type { Clock } from '../../kernel/clock.ts'
import { readSaid, type Said } from '../../ollama/answers/read-chat-line.ts'

type ToolCalls = NonNullable<NonNullable<ChatChunk['message']>['tool_calls']>

/** A reply that goes on without whoever asked: what it has said, in numbered parts, and how it ended. */
export interface DetachedReply {
  readonly id: string
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  /** Aborts when somebody stops it. */
  readonly signal: AbortSignal
  /** How many parts have come: lines of Ollama's. */
  readonly length: number
  readonly hasEnded: boolean
  /** Resolves at its end, however that came. */
  readonly ended: Promise<void>
  stop(reason: unknown): void
  /** One more part, or its last line, which ends it. */
  add(chunk: ChatChunk): void
  /** Ends it without its last line. */
  fail(failure: unknown): void
  /** As much of it as there is, as a message to be kept. */
  toMessage(end: ReplyEnd): ConversationMessage
  /**
   * The parts from one on, and each that follows; what has come meanwhile is one event. Then its last line as `done`, or
   * its failure is thrown. Ends early when the signal aborts.
   */
  follow(from: number, signal: AbortSignal): AsyncGenerator<ServerSentEvent<ChatChunk>, void>
}

export function createDetachedReply(clock: Clock): DetachedReply {
  const startedAt = clock.now()
  const controller = new AbortController()
  const parts: Said[] = []
  const whole = createReply(() => clock.elapsed())
  const ended = Promise.withResolvers<void>()
  let end: { readonly last: ChatChunk } | { readonly failure: unknown } | null = null
  let latest: Pick<ChatChunk, 'model' | 'created_at'> = { model: '', created_at: '' }
  let news = Promise.withResolvers<void>()

  function tell(): void {
    const { resolve } = news
    news = Promise.withResolvers()
    resolve()
  }

  function endWith(how: NonNullable<typeof end>): void {
    if (end) return
    end = how
    ended.resolve()
    tell()
  }

  /** As one line: whoever comes late is not sent ten thousand. */
  function partsFrom(first: number): ChatChunk {
    const some = parts.slice(first)
    const thinking = some.map((one) => one.thinking).join('')
    const toolCalls = some.flatMap((one) => one.toolCalls)
    return {
      ...latest,
      message: {
        role: 'assistant',
        content: some.map(({ content }) => content).join(''),
        ...(thinking !== '' && { thinking }),
        ...(toolCalls.length > 0 && { tool_calls: toolCalls as ToolCalls }),
      },
      done: false,
    }
  }

  return {
    id: randomUUID(),
    startedAt,
    signal: controller.signal,
    get length() {
      return parts.length
    },
    get hasEnded() {
      return end !== null
    },
    ended: ended.promise,
    stop: (reason) => controller.abort(reason),
    add(chunk) {
      if (chunk.done) return endWith({ last: chunk })
      const said = readSaid(chunk)
      latest = { model: chunk.model, created_at: chunk.created_at }
      parts.push(said)
      whole.add(said)
      tell()
    },
    fail: (failure) => endWith({ failure }),
    toMessage: whole.toMessage,

    async *follow(from, signal) {
      let next = from
      signal.addEventListener('abort', tell)
      try {
        while (!signal.aborted) {
          const { promise } = news
          if (next < parts.length) {
            const chunk = partsFrom(next)
            next = parts.length
            yield { event: 'chunk', id: String(next - 1), data: chunk }
          } else if (end) {
            if ('failure' in end) throw end.failure
            yield { event: 'done', id: String(next), data: end.last }
            return
          } else {
            await promise
          }
        }
      } finally {
        signal.removeEventListener('abort', tell)
      }
    },
  }
}
