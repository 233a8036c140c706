import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'

/** Proxies and browsers give up on a connection that is silent for 30 to 60 s. */
export const defaultHeartbeatMs = 15_000

/** What every stream says of itself, of whatever type. */
export function setStreamHeaders(reply: FastifyReply, type: string): void {
  reply
    .header('cache-control', 'no-store')
    // nginx would hold the pieces back until its buffer is full.
    .header('x-accel-buffering', 'no')
    .type(type)
}

export interface StreamBodyOptions<T> {
  readonly toText: (value: T) => string | Uint8Array
  /** The last text after the source failed. */
  readonly failure: (error: unknown) => string
  /** Sent while the source is silent; it means nothing to who reads it. */
  readonly heartbeat: string
  readonly heartbeatMs: number
}

/**
 * The text of what comes from a source. The next one is asked for when the last has left, so that what waits, waits in
 * the source, which knows what may be left out: a reader that stops costs no more than that.
 */
export class StreamBody<T> extends Readable {
  readonly #source: AsyncIterator<T>
  readonly #options: StreamBodyOptions<T>
  readonly #heartbeat: NodeJS.Timeout
  #next: Promise<IteratorResult<T>> | null
  #isAsking = false
  #isOver = false

  /** `first` was asked for already. */
  constructor(source: AsyncIterator<T>, first: Promise<IteratorResult<T>>, options: StreamBodyOptions<T>) {
    super({ highWaterMark: 1 })
    this.#source = source
    this.#next = first
    this.#options = options
    this.#heartbeat = setInterval(() => {
      // With something still on its way out nobody needs to be told that the connection lives.
      if (this.#isAsking && !this.#isOver && this.readableLength === 0) this.push(options.heartbeat)
    }, options.heartbeatMs)
  }

  /** No more of it, and why: what is on its way still arrives. */
  fail(reason: unknown): void {
    if (this.#isOver) return
    this.push(this.#options.failure(reason))
    this.#end()
  }

  #end(): void {
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
      if (done) this.#end()
      else this.push(this.#options.toText(value))
    } catch (error) {
      this.fail(error)
    }
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#isOver = true
    clearInterval(this.#heartbeat)
    // Not awaited: a generator that waits for its next value answers only after that. Nobody is left to be told that the source
    // fails now; what core does after a stream has ended reports its failures by itself.
    this.#source.return?.().catch(() => undefined)
    done(error)
  }
}
