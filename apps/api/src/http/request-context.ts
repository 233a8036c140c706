import type { Actor, CallContext, Change, End, Precondition } from '@ollama-dashboard/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { logDeparture } from '../plugins/request-log.ts'
import { preconditionOf } from './answers/entity-tag.ts'

/** Stands in for a body that was not sent. */
export const absentBody = Object.freeze({})

/** What a handler knows of its request beside the input. */
export class RequestContext {
  /** Null where an open endpoint is called by somebody who has not said who it is. */
  readonly actor: Actor | null
  readonly reply: FastifyReply
  readonly #request: FastifyRequest
  readonly #endsAtOnce: boolean
  #context: CallContext | undefined

  /** `endsAtOnce`: when the server closes, its answer does not finish, since it would go on for ever. */
  constructor(request: FastifyRequest, reply: FastifyReply, endsAtOnce: boolean) {
    this.actor = request.actor
    this.reply = reply
    this.#request = request
    this.#endsAtOnce = endsAtOnce
  }

  /** For a read that makes a model work. Throws `origin_not_allowed`. */
  refuseForeignOrigin(): void {
    this.#request.refuseForeignOrigin()
  }

  /** Whether a body was sent: an absent one reaches a handler as an empty one. */
  get hasBody(): boolean {
    return this.#request.body !== absentBody
  }

  /** What `If-Match` asks for. */
  get precondition(): Precondition | undefined {
    return preconditionOf(this.#request)
  }

  /** Nobody reads the answer: what would make a model work is left out. */
  get isHead(): boolean {
    return this.#request.method === 'HEAD'
  }

  /** What core is told of the caller. */
  get context(): CallContext {
    this.#context ??= this.#makeContext()
    return this.#context
  }

  #makeContext(): CallContext {
    if (!this.actor) throw new Error('An open endpoint acts for nobody.')
    return new Call(this.actor, this.#request, this.reply, this.#endsAtOnce)
  }
}

/** A class, since V8 keeps an object with a getter of its own, and so the whole request, far beyond its answer. */
class Call implements CallContext {
  readonly actor: Actor
  readonly #request: FastifyRequest
  readonly #reply: FastifyReply
  readonly #endsAtOnce: boolean
  #signal: AbortSignal | undefined

  constructor(actor: Actor, request: FastifyRequest, reply: FastifyReply, endsAtOnce: boolean) {
    this.actor = actor
    this.#request = request
    this.#reply = reply
    this.#endsAtOnce = endsAtOnce
  }

  /** Made when it is first asked for: most reads never do. */
  get signal(): AbortSignal {
    this.#signal ??= untilGone(this.#request, this.#reply, this.#endsAtOnce)
    return this.#signal
  }

  onKeyEnd(end: End): () => void {
    return this.#request.credential?.hold(end) ?? (() => {})
  }

  changed(change: Change): void {
    this.#request.audit()?.changed(change)
  }
}

/**
 * Aborts when the caller leaves before the answer is complete, its key or session ends, or the server can wait no longer.
 * `request.signal` fires as soon as a body is read: fastify#6725.
 */
function untilGone(request: FastifyRequest, reply: FastifyReply, endsAtOnce: boolean): AbortSignal {
  const { lifecycle } = request.server
  const { raw } = reply
  const gone = new AbortController()
  // Not AbortSignal.any: what it makes is remembered by a signal that lives as long as the server.
  const limit = endsAtOnce ? lifecycle.closing : lifecycle.deadline
  const end = () => gone.abort(limit.reason)
  const hasLeft = raw.closed && !raw.writableFinished
  if (limit.aborted || hasLeft) end()
  // What is over tells nobody of its end again.
  if (raw.closed) return gone.signal
  limit.addEventListener('abort', end)
  const shutOut = (reason: unknown) => {
    gone.abort(reason)
    // The end would wait behind what a reader that stopped does not take.
    if (raw.writableNeedDrain) raw.destroy()
  }
  const releases = [request.credential, request.session].map((one) => one?.hold(shutOut))
  raw.once('close', () => {
    limit.removeEventListener('abort', end)
    for (const release of releases) release?.()
    if (raw.writableFinished) return
    logDeparture(request, reply)
    end()
  })
  lifecycle.waitFor(raw)
  return gone.signal
}
