import { keyIdOf } from '@ollama-dashboard/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { isChatter } from '../http/chatter.ts'
import { targetOf } from '../http/names/request-target.ts'
import { spanIdOf } from './tracing.ts'

/** One line per answer, written when it has gone out. No key, and of body and query only names of models and servers. */
export const requestLog = fp(
  async (app) => {
    app.addHook('onResponse', (request, reply, done) => {
      const { route } = request.routeOptions.config
      const level = reply.statusCode === 500 ? 'error' : isChatter(route) ? 'debug' : 'info'
      request.log[level](fieldsOf(request, reply, reply.statusCode), 'request answered')
      done()
    })
  },
  { name: 'request-log' },
)

/** Fastify tells of no answer that was not finished. */
export const logDeparture = (request: FastifyRequest, reply: FastifyReply): void =>
  request.log.info(fieldsOf(request, reply, null), 'caller left')

function fieldsOf(request: FastifyRequest, reply: FastifyReply, status: number | null) {
  const { instance, models } = targetOf(request)
  return {
    trace_id: request.traceId,
    span_id: spanIdOf(request),
    request_id: request.id,
    route: request.routeOptions.config.route ?? null,
    method: request.method,
    status,
    duration_ms: Math.round(reply.elapsedTime * 10) / 10,
    key_id: request.actor && keyIdOf(request.actor),
    role: request.actor?.role ?? null,
    ...(instance !== undefined && { instance }),
    ...(models.length === 1 && { model: models[0] }),
    ...(models.length > 1 && { models }),
  }
}
