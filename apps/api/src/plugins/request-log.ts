import { limits } from '@ollama-dashboard/contracts'
import { keyIdOf } from '@ollama-dashboard/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { isTellable } from '../http/tellable.ts'

/** Asked for every few seconds by machines: worth a line only to someone who looks for it. */
const chatter = new Set(['/health', '/ping', '/metrics', '/assets/*'])

/** One line per answer, written when it has gone out. No body, no key, no query but the instance. */
export const requestLog = fp(
  async (app) => {
    app.addHook('onResponse', (request, reply, done) => {
      const { route = '' } = request.routeOptions.config
      const level = reply.statusCode === 500 ? 'error' : chatter.has(route) ? 'debug' : 'info'
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
  return {
    trace_id: request.traceId,
    request_id: request.id,
    route: request.routeOptions.config.route ?? null,
    method: request.method,
    status,
    duration_ms: Math.round(reply.elapsedTime * 10) / 10,
    key_id: request.actor && keyIdOf(request.actor),
    role: request.actor?.role ?? null,
    ...targetOf(request),
  }
}

/** What an endpoint of the contract was about, as far as that can be a name. */
function targetOf({ query, params }: FastifyRequest): { instance?: string; model?: string } {
  const { instance } = (query ?? {}) as Record<string, unknown>
  const { model } = (params ?? {}) as Record<string, unknown>
  return {
    ...(isTellable(instance, limits.instanceNameLength) && { instance }),
    ...(isTellable(model, limits.modelNameLength) && { model }),
  }
}
