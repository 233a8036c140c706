import { Readable } from 'node:stream'
import type { ServerSentEvent } from '@ollama-dashboard/contracts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { problemOf } from './plugins/errors.ts'

/** Proxies and browsers give up on a connection that is silent for 30 to 60 s. */
const usualHeartbeatMs = 15_000

export interface EventStreamOptions {
  readonly heartbeatMs?: number
}

/**
 * Answers with server-sent events, each as it comes, until the source ends, the caller leaves or the server closes. The
 * first is awaited before the headers, so that an early failure keeps its own status; a later one is the last event,
 * `error` with its problem. A source that waits has to end by the call's signal: a generator cannot be interrupted
 * while it does.
 */
export async function sendEvents(
  reply: FastifyReply,
  request: FastifyRequest,
  events: AsyncIterable<ServerSentEvent>,
  { heartbeatMs = usualHeartbeatMs }: EventStreamOptions = {},
): Promise<FastifyReply> {
  const source = events[Symbol.asyncIterator]()
  const first = await source.next()
  reply
    // An open stream's socket would otherwise stay for the whole keep-alive time when the server closes.
    .header('connection', 'close')
    .header('cache-control', 'no-store')
    // nginx would hold the events back until its buffer is full.
    .header('x-accel-buffering', 'no')
    .type('text/event-stream')
  if (request.method === 'HEAD') {
    await source.return?.()
    return reply.send('')
  }

  const { lifecycle } = request.server
  const failure = (error: unknown) => ({ event: 'error', data: problemOf(error, request) })
  const body = new EventBody(source, first, { heartbeatMs, failure })
  const close = () => {
    // The end would wait behind what a reader that stopped does not take, and the server for both.
    if (reply.raw.writableNeedDrain) reply.raw.destroy()
    else body.end()
  }
  lifecycle.waitFor(reply.raw)
  lifecycle.closing.addEventListener('abort', close)
  body.once('close', () => lifecycle.closing.removeEventListener('abort', close))
  if (lifecycle.closing.aborted) body.end()
  return reply.send(body)
}

interface EventBodyOptions {
  readonly heartbeatMs: number
  /** The last event after the source failed. */
  readonly failure: (error: unknown) => ServerSentEvent
}

/**
 * The text of the events. The next one is asked for when the last has left, so that what waits, waits in the source,
 * which knows what may be left out: a reader that stops costs no more than that.
 */
class EventBody extends Readable {
  readonly #source: AsyncIterator<ServerSentEvent>
  readonly #failure: EventBodyOptions['failure']
  readonly #heartbeat: NodeJS.Timeout
  #next: Promise<IteratorResult<ServerSentEvent>> | null
  #isAsking = false
  #isOver = false

  constructor(
    source: AsyncIterator<ServerSentEvent>,
    first: IteratorResult<ServerSentEvent>,
    { heartbeatMs, failure }: EventBodyOptions,
  ) {
    super({ highWaterMark: 1 })
    this.#source = source
    this.#next = Promise.resolve(first)
    this.#failure = failure
    this.#heartbeat = setInterval(() => {
      // With an event still on its way out nobody needs to be told that the connection lives.
      if (this.#isAsking && !this.#isOver && this.readableLength === 0) this.push(':\n\n')
    }, heartbeatMs)
  }

  /** No more events: what is on its way still arrives. */
  end(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.push(null)
  }

  override _read(): void {
    if (!this.#isAsking && !this.#isOver) void this.#ask()
  }

  async #ask(): Promise<void> {
    this.#isAsking = true
    try {
      const { done, value } = await (this.#next ?? this.#source.next())
      this.#next = null
      this.#isAsking = false
      if (this.#isOver) return
      if (done) this.end()
      else this.push(toText(value))
    } catch (error) {
      if (this.#isOver) return
      this.push(toText(this.#failure(error)))
      this.end()
    }
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#isOver = true
    clearInterval(this.#heartbeat)
    // Not awaited: a generator that waits for its next event answers only after that.
    this.#source.return?.().catch(() => undefined)
    done(error)
  }
}

/** JSON has no raw line breaks, so that an event's data is always one line. */
const toText = ({ event, id, data }: ServerSentEvent): string =>
  `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`
