import type { Caller } from '@ollama-dashboard/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Principal } from './plugins/access.ts'

/** What a handler knows of its caller beside the input. Core takes it as its `Caller`. */
export interface Call extends Caller {
  readonly principal: Principal | null
  readonly reply: FastifyReply
}

/** The signal is made when it is first asked for: most reads never do. */
export function createCall(request: FastifyRequest, reply: FastifyReply, isStream: boolean): Call {
  let signal: AbortSignal | undefined
  return {
    principal: request.principal,
    keyId: request.principal?.keyId ?? null,
    reply,
    get signal() {
      signal ??= untilGone(request, reply, isStream)
      return signal
    },
  }
}

/**
 * Aborts when the caller leaves before the answer is complete, or the server can wait no longer. `request.signal` fires
 * as soon as a body is read: fastify#6725.
 */
function untilGone(request: FastifyRequest, { raw }: FastifyReply, isStream: boolean): AbortSignal {
  const { lifecycle } = request.server
  const left = new AbortController()
  raw.once('close', () => {
    if (!raw.writableFinished) left.abort()
  })
  lifecycle.waitFor(raw)
  return AbortSignal.any([left.signal, isStream ? lifecycle.closing : lifecycle.deadline])
}
