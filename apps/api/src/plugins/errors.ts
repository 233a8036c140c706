import type { ErrorCode, Problem } from '@ollama-dashboard/contracts'
import { DashboardError, type Hide, holdsEverything } from '@ollama-dashboard/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { toDashboardError, toProblem } from '../http/problem.ts'

declare module 'fastify' {
  interface FastifyInstance {
    hide: Hide
  }
  interface FastifyRequest {
    /** Code of the problem that it is answered with; null while there is none. */
    problemCode: ErrorCode | null
  }
}

/** The one funnel: whatever is thrown leaves as a problem document, and what is our fault is logged. */
export const errors = fp<{ readonly hide: Hide }>(
  async (app, { hide }) => {
    app.decorate('hide', hide)
    app.decorateRequest('problemCode', null)
    app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply))
  },
  { name: 'errors' },
)

export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = explain(error, request)
  const problem = shownTo(request, known)
  request.problemCode = known.code
  if (known.retryAfterSeconds !== undefined) reply.header('retry-after', Math.ceil(known.retryAfterSeconds))
  if (known.code === 'range_not_satisfiable') reply.headers(headersOf(error))
  if (known.code === 'unauthorized') reply.header('www-authenticate', 'Bearer')
  return reply
    .status(problem.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(problem))
}

/** What a plugin says beside its error: how long the file is. */
const headersOf = (error: unknown): Record<string, string> =>
  error instanceof Error && 'headers' in error ? (error.headers as Record<string, string>) : {}

/** A failure after the headers, as the last line of a stream has it. */
export function problemOf(error: unknown, request: FastifyRequest): Problem {
  const known = explain(error, request)
  request.trace.span?.fail(known.code)
  return shownTo(request, known)
}

/** Following the link connects this Ollama to an account: that is an admin's to do. */
function shownTo({ actor, traceId, server }: FastifyRequest, known: DashboardError): Problem {
  const problem = toProblem(known, traceId)
  return {
    ...problem,
    detail: server.hide(problem.detail),
    ...(actor && holdsEverything(actor) && known.details.cloud_sign_in_required),
  }
}

/** What aborted work throws, and what a stream does whose reader is gone before its first byte. */
const isDeparture = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === 'AbortError' || ('code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'))

function explain(error: unknown, request: FastifyRequest): DashboardError {
  // Nobody reads this answer, and nothing went wrong here.
  if (isDeparture(error) && request.socket.destroyed)
    return new DashboardError('internal', 'The caller left.', { cause: error })
  const known = toDashboardError(error, request.routeOptions.bodyLimit)
  if (known.code === 'internal') {
    const { id, traceId, routeOptions } = request
    const route = routeOptions.config.route
    request.log.error({ err: error, request_id: id, trace_id: traceId, route }, 'request failed')
  }
  return known
}
