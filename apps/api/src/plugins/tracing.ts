import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { type Hide, newTraceId, newTraceparent } from '@ollama-dashboard/core'
import fp from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyRequest {
    /** 32 hex digits: the caller's trace, or one that begins here. */
    traceId: string
    /** The `traceparent` header for upstream requests (W3C trace context). */
    traceparent(): string
  }
}

const harmless = /^[\w.:-]{1,128}$/
// Versions after 00 may add fields (W3C Trace Context, 3.2.4); ff is forbidden, and so are ids of zeros.
const traceparentPattern = /^(?!ff)[0-9a-f]{2}-((?!0{32})[0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(?:-.*)?$/

/** The caller's own id where it is harmless in a log and a header, else a new one. */
export function requestId(headers: IncomingMessage['headers'], hide: Hide): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && harmless.test(given) && hide(given) === given ? given : randomUUID()
}

export function traceIdOf(traceparent: string | string[] | undefined): string {
  const given = typeof traceparent === 'string' ? traceparentPattern.exec(traceparent)?.[1] : undefined
  return given ?? newTraceId()
}

/** Gives every request its id and its trace, and every answer its X-Request-Id. */
export const tracing = fp(
  async (app) => {
    app.decorateRequest('traceId', '')
    app.decorateRequest('traceparent', function traceparent() {
      const given = this.headers['traceparent']
      const flags = typeof given === 'string' ? traceparentPattern.exec(given)?.[2] : undefined
      return newTraceparent(this.traceId, flags)
    })
    app.addHook('onRequest', (request, reply, done) => {
      request.traceId = traceIdOf(request.headers['traceparent'])
      reply.header('x-request-id', request.id)
      done()
    })
  },
  { name: 'tracing' },
)
