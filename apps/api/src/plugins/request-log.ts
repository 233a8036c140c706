import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'

/** Asked for every few seconds by machines: worth a line only to someone who looks for it. */
const chatter = new Set(['/health', '/ping', '/metrics', '/assets/*'])

/** One line per answer, written when it has gone out. No body, no key, no query but the instance. */
export const requestLog = fp(
  async (app) => {
    app.addHook('onResponse', (request, reply, done) => {
      const { config } = request.routeOptions
      const level = reply.statusCode === 500 ? 'error' : chatter.has(config.route ?? '') ? 'debug' : 'info'
      const { instance, model } = targetOf(request)
      request.log[level](
        {
          trace_id: request.traceId,
          request_id: request.id,
          route: config.route ?? null,
          method: request.method,
          status: reply.statusCode,
          duration_ms: Math.round(reply.elapsedTime * 10) / 10,
          key_id: request.principal?.keyId ?? null,
          role: request.principal?.role ?? null,
          ...(instance !== undefined && { instance }),
          ...(model !== undefined && { model }),
        },
        'request answered',
      )
      done()
    })
  },
  { name: 'request-log' },
)

/** What an endpoint of the contract was about. What is too long to be either name was refused, and is not repeated. */
function targetOf({ query, params }: FastifyRequest): { instance?: string; model?: string } {
  const { instance } = (query ?? {}) as Record<string, unknown>
  const { model } = (params ?? {}) as Record<string, unknown>
  return {
    ...(typeof instance === 'string' && instance.length <= 64 && { instance }),
    ...(typeof model === 'string' && model.length <= 593 && { model }),
  }
}
