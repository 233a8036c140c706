import {
  type AlternativeOutput,
  type AnswerForm,
  answerForm,
  auditOf,
  type Bucket,
  type Endpoint,
  type EndpointGroup,
  type Input,
  isEvents,
  type OperationId,
  type Output,
  type ServerSentEvent,
} from '@ollama-dashboard/contracts'
import { type Core, type JsonLine, withTrace } from '@ollama-dashboard/core'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { gzipped, isWorthIt, takesGzip } from './answers/compressed.ts'
import { gzipTagOf, matches, Tagged } from './answers/entity-tag.ts'
import { EventAnswer } from './answers/event-answer.ts'
import { sendLines } from './answers/ndjson.ts'
import { isSerialized, type Serialized } from './answers/serialized.ts'
import { sendEvents } from './answers/server-sent-events.ts'
import { SingleAnswer } from './answers/single-answer.ts'
import type { Buckets } from './buckets.ts'
import { charges } from './charges.ts'
import { toSchema } from './endpoint-schema.ts'
import { confined } from './names/confined.ts'
import { namesIn } from './names/named-in.ts'
import { emptyBodyBytes, notEmpty } from './problem.ts'
import { absentBody, RequestContext } from './request-context.ts'

export type Handler<E extends Endpoint> = (
  input: Input<E>,
  call: RequestContext,
) => Answer<Output<E>, AlternativeOutput<E>>

/** A stream at once, of values or of lines that are made already, or in its place one object; anything else, made into JSON already or not, at once or later. */
type Answer<O, A> =
  // In brackets: a promise of one of several bodies is not one of several promises.
  [O] extends [AsyncIterable<infer T>]
    ? AsyncIterable<T | JsonLine<T>> | SingleAnswer<T | A>
    : Promise<JsonAnswer<O | A>> | JsonAnswer<O | A>

/** With a tag or without; a caller who asked for it watches in place of waiting. */
type JsonAnswer<O> = O | Serialized<O> | Tagged<O> | EventAnswer

/** For an endpoint that takes more than one token of its bucket. */
export interface PricedHandler<E extends Endpoint> {
  /** How many; above the capacity, the whole bucket is taken. What it throws is answered, and nothing is charged. */
  readonly price: (input: Input<E>) => number
  readonly handle: Handler<E>
}

/** One handler per endpoint of the group: a missing or misspelt one does not compile. */
export type Handlers<G extends EndpointGroup> = {
  readonly [N in keyof G]: G[N] extends { readonly bucket: Bucket }
    ? Handler<G[N]> | PricedHandler<G[N]>
    : Handler<G[N]>
}

export function registerEndpoints<G extends EndpointGroup>(
  app: FastifyInstance,
  feature: string,
  group: G,
  handlers: Handlers<G>,
  { core, buckets }: { readonly core: Pick<Core, 'instances'>; readonly buckets: Buckets },
): void {
  for (const [name, endpoint] of Object.entries(group)) {
    // The mapped type pairs each handler with its row, which the loop cannot see.
    const handler = handlers[name] as AnyHandler | { readonly price: Price; readonly handle: AnyHandler }
    const { price, handle } = typeof handler === 'object' ? handler : { price: oneToken, handle: handler }
    const id = `${feature}.${name}` as OperationId
    registerEndpoint(app, { id, feature, endpoint, handle, price, buckets, instances: core.instances })
  }
}

type AnyHandler = (input: unknown, call: RequestContext) => unknown
type Price = (input: unknown) => number
const oneToken: Price = () => 1

interface Registration {
  readonly id: OperationId
  readonly feature: string
  readonly endpoint: Endpoint
  readonly handle: AnyHandler
  readonly price: Price
  readonly buckets: Buckets
  readonly instances: Core['instances']
}

/** Hooks and handler take no promise of their own where none is needed: each costs a hot route a turn of the loop. */
function registerEndpoint(app: FastifyInstance, registration: Registration): void {
  const { id, feature, endpoint, handle, price, instances } = registration
  const { access, ofEverything = false, path, status } = endpoint
  const form = answerForm(endpoint)
  const bodyLimit = endpoint.body ? endpoint.bodyLimitBytes : emptyBodyBytes
  const send = senders[form]
  const names = namesIn(endpoint)
  const route = {
    config: {
      permission: access === 'open' ? ('open' as const) : id,
      route: path,
      operation: id,
      ofEverything,
      names,
      audit: auditOf(endpoint),
      ...(endpoint.bodyParts && { bodyParts: endpoint.bodyParts }),
      ...(endpoint.endsWork && { endsWork: true }),
    },
    ...(bodyLimit !== undefined && { bodyLimit }),
    schema: toSchema(endpoint, feature, id),
    preHandler: [
      confined(names, instances),
      ...charges({ ...registration, priceOf: (request) => price(inputOf(request)) }),
    ],
    handler(request: FastifyRequest, reply: FastifyReply) {
      const call = new RequestContext(request, reply, form === 'events' && !endsByItself(endpoint))
      reply.status(status)
      return withTrace(request.trace, () => {
        const answer = handle(inputOf(request), call)
        return send(answer, request, reply, endpoint)
      })
    },
  }
  // Node leaves the body of an answer to HEAD out by itself, and OpenAPI leaves HEAD out.
  for (const method of endpoint.method === 'GET' ? (['GET', 'HEAD'] as const) : [endpoint.method]) {
    app.route({ ...route, method, url: path, preValidation: bodies(endpoint) })
  }
}

const endsByItself = (endpoint: Endpoint): boolean => isEvents(endpoint) && endpoint.endsByItself === true

const inputOf = ({ params, query, body }: FastifyRequest) => ({ params, query, body })

type Hook = (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => void

/** An absent body is an empty one where none is needed, and an endpoint without a body takes no other. */
function bodies({ method, body, needsBody }: Endpoint): Hook[] {
  if (method === 'GET') return []
  const takes: Hook = (request, _reply, done) => {
    if (request.body === undefined && !needsBody) request.body = absentBody
    done()
  }
  const refuses: Hook = ({ body: given }, _reply, done) => {
    const isEmpty =
      given === undefined || (typeof given === 'object' && given !== null && Object.keys(given).length === 0)
    if (!isEmpty) throw notEmpty()
    done()
  }
  return [body ? takes : refuses]
}

type Send = (answer: unknown, request: FastifyRequest, reply: FastifyReply, endpoint: Endpoint) => Promise<FastifyReply>

/** What a handler of each form returns is the contract's promise. */
const senders: Readonly<Record<AnswerForm, Send>> = {
  json: sendJson,
  lines: (answer, request, reply) =>
    answer instanceof SingleAnswer
      ? sendJson(answer.value, request, reply)
      : sendLines(reply, request, answer as AsyncIterable<unknown>),
  events: (answer, request, reply, endpoint) =>
    sendEvents(reply, request, answer as AsyncIterable<ServerSentEvent>, { endsByItself: endsByItself(endpoint) }),
}

async function sendJson(answer: unknown, request: FastifyRequest, reply: FastifyReply) {
  const value = await answer
  if (value instanceof EventAnswer) return sendEvents(reply, request, value.events)
  reply.header('content-type', 'application/json; charset=utf-8')
  if (isSerialized(value)) return sendWithTag(request, reply, value.etag, value.body)
  if (value instanceof Tagged) return sendWithTag(request, reply, value.etag, JSON.stringify(value.value))
  return sendBody(request, reply.header('cache-control', 'no-store'), JSON.stringify(value))
}

/** Compressed for callers who take it. */
async function sendBody(request: FastifyRequest, reply: FastifyReply, body: string | Buffer, etag?: string) {
  if (!isWorthIt(body)) return reply.send(body)
  reply.header('vary', [reply.getHeader('vary'), 'accept-encoding'].filter(Boolean).join(', '))
  if (!takesGzip(request.headers['accept-encoding'])) return reply.send(body)
  if (etag !== undefined) reply.header('etag', gzipTagOf(etag))
  return reply.header('content-encoding', 'gzip').send(await gzipped(body))
}

function sendWithTag(request: FastifyRequest, reply: FastifyReply, etag: string, body: string | Buffer) {
  reply.header('cache-control', 'private, no-cache').header('etag', etag)
  // What was changed is told in any case.
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  if (isRead && matches(request.headers['if-none-match'], etag)) return reply.status(304).send()
  return sendBody(request, reply, body, etag)
}
