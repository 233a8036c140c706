import type { Endpoint, EndpointGroup, Input, Output } from '@ollama-dashboard/contracts'
import { isStream } from '@ollama-dashboard/contracts'
import { withTraceparent } from '@ollama-dashboard/core'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Buckets } from './buckets.ts'
import { type Call, createCall } from './call.ts'
import { toSchema } from './endpoint-schema.ts'
import { toLines } from './ndjson.ts'
import { problemOf } from './plugins/errors.ts'
import { invalid } from './problem.ts'
import { isSerialized, matches, type Serialized } from './serialized.ts'

export type Handler<E extends Endpoint> = (input: Input<E>, call: Call) => Answer<Output<E>>

/** A stream at once; anything else, made into JSON already or not, at once or later. */
type Answer<O> = O extends AsyncIterable<unknown> ? O : Promise<O | Serialized<O>> | O | Serialized<O>

/** One handler per endpoint of the group: a missing or misspelt one does not compile. */
export type Handlers<G extends EndpointGroup> = { readonly [N in keyof G]: Handler<G[N]> }

export function registerEndpoints<G extends EndpointGroup>(
  app: FastifyInstance,
  feature: string,
  group: G,
  handlers: Handlers<G>,
  buckets: Buckets,
): void {
  for (const [name, endpoint] of Object.entries(group)) {
    // The mapped type pairs each handler with its row, which the loop cannot see.
    const handler = handlers[name] as (input: unknown, call: Call) => unknown
    registerEndpoint(app, { id: `${feature}.${name}`, feature, endpoint, handler, buckets })
  }
}

interface Registration {
  readonly id: string
  readonly feature: string
  readonly endpoint: Endpoint
  readonly handler: (input: unknown, call: Call) => unknown
  readonly buckets: Buckets
}

function registerEndpoint(app: FastifyInstance, { id, feature, endpoint, handler, buckets }: Registration): void {
  const { access, path, bucket, status } = endpoint
  const refreshable = endpoint.query?.['properties']?.refresh !== undefined
  const route = {
    config: { access, route: path },
    schema: toSchema(endpoint, feature, id),

    async preValidation(request: FastifyRequest) {
      if (!endpoint.body) refuseBody(request.body)
      else if (request.body === undefined) request.body = {}
    },

    async preHandler(request: FastifyRequest, reply: FastifyReply) {
      if (bucket) buckets.charge(bucket, request, reply)
      if (!refreshable) return
      const query = request.query as { refresh?: boolean }
      if (query.refresh && !buckets.tryCharge('background_updates', request, reply)) query.refresh = false
    },

    async handler(request: FastifyRequest, reply: FastifyReply) {
      const { params, query, body } = request
      const call = createCall(request, reply, isStream(endpoint))
      reply.status(status)
      const answer = withTraceparent(request.traceparent(), () => handler({ params, query, body }, call))
      if (!isStream(endpoint)) return sendJson(await answer, request, reply)
      const lines = await toLines(answer as AsyncIterable<unknown>, (error) => problemOf(error, request))
      // An open stream's socket would otherwise stay for the whole keep-alive time when the server closes.
      return reply
        .header('connection', 'close')
        .header('cache-control', 'no-store')
        .type('application/x-ndjson')
        .send(lines)
    },
  }
  // Node leaves the body of an answer to HEAD out by itself; OpenAPI shows neither HEAD nor what is hidden.
  for (const method of endpoint.method === 'GET' ? (['GET', 'HEAD'] as const) : [endpoint.method]) {
    app.route({ ...route, method, url: path })
    if (!path.endsWith('/:model')) continue
    app.route({
      ...route,
      method,
      // Only a wildcard matches the slashes of `hf.co/org/model` when they come as they are.
      url: path.replace(/:model$/, '*'),
      schema: { ...route.schema, hide: true },
      async preValidation(request) {
        request.params = { model: (request.params as { '*': string })['*'] }
        await route.preValidation(request)
      },
    })
  }
}

function refuseBody(body: unknown): void {
  if (body === undefined) return
  if (typeof body === 'object' && body !== null && Object.keys(body).length === 0) return
  throw invalid([{ path: '/body', message: 'must be empty here' }])
}

function sendJson(answer: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.header('content-type', 'application/json; charset=utf-8')
  if (!isSerialized(answer)) return reply.header('cache-control', 'no-store').send(JSON.stringify(answer))
  const { body, etag } = answer
  reply.header('cache-control', 'private, no-cache').header('etag', etag)
  if (matches(request.headers['if-none-match'], etag)) return reply.status(304).send()
  return reply.send(body)
}
