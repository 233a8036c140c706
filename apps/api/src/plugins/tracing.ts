import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { type Hide, keyIdOf, newTraceparent, type Trace, type Tracer } from '@ollama-dashboard/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { isChatter } from '../http/chatter.ts'
import { targetOf } from '../http/names/request-target.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** 32 hex digits: the caller's trace, or one that begins here. */
    traceId: string
    /** Where the request stands in it: what is asked of Ollama continues from here. */
    trace: Trace
  }
}

export interface TracingOptions {
  readonly hide: Hide
  /** Absent where nobody collects spans: then none is made. */
  readonly tracer?: Tracer | undefined
}

const harmless = /^[\w.:-]{1,128}$/
// Versions after 00 may add fields (W3C Trace Context, 3.2.4); ff is forbidden, and so are ids of zeros.
const traceparentPattern = /^(?!ff)[0-9a-f]{2}-((?!0{32})[0-9a-f]{32})-((?!0{16})[0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/
// What every tracer has to pass on (3.3.1.5); the grammar of its members is for those to know whose they are.
const tracestatePattern = /^[\x20-\x7e]{1,512}$/

/** The caller's own id where it is harmless in a log and a header, else a new one. */
export function requestId(headers: IncomingMessage['headers'], hide: Hide): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && harmless.test(given) && hide(given) === given ? given : randomUUID()
}

/** Where a request stands that has no span of its own: in the caller's trace, or in one that begins here. */
export function traceOf(headers: IncomingMessage['headers'], hide: Hide): Trace {
  const caller = callerIn(headers, hide)
  const [, traceId, , flags] = caller?.traceparent.split('-') ?? []
  return { ...caller, traceparent: newTraceparent(traceId, flags) }
}

/** What the caller sent, in the form of version 00; null where that is nothing valid. */
function callerIn(headers: IncomingMessage['headers'], hide: Hide): Trace | null {
  const { traceparent, tracestate } = headers
  const [, traceId, spanId, flags] = (typeof traceparent === 'string' && traceparentPattern.exec(traceparent)) || []
  if (traceId === undefined) return null
  const isPassedOn =
    typeof tracestate === 'string' && tracestatePattern.test(tracestate) && hide(tracestate) === tracestate
  return { traceparent: `00-${traceId}-${spanId}-${flags}`, ...(isPassedOn && { tracestate }) }
}

const traceIdIn = ({ traceparent }: Trace): string => traceparent.slice(3, 35)

/** Puts a request that no hook saw into a trace. */
export function placeInTrace(request: FastifyRequest, hide: Hide): void {
  request.trace = traceOf(request.headers, hide)
  request.traceId = traceIdIn(request.trace)
}

/** The span of a request in a log, 16 hex digits. */
export const spanIdOf = ({ trace }: FastifyRequest): string => trace.traceparent.slice(36, 52)

/** Gives every request its id and its trace, and every answer its X-Request-Id; and a span where those are collected. */
export const tracing = fp<TracingOptions>(
  async (app, { hide, tracer }) => {
    app.decorateRequest('traceId', '')
    // Set before anybody reads it: a reference type cannot be the initial value of a decorator.
    app.decorateRequest('trace', null as unknown as Trace)
    app.addHook('onRequest', (request, reply, done) => {
      if (tracer && isTraced(request)) beginSpan(request, reply, tracer, hide)
      else placeInTrace(request, hide)
      reply.header('x-request-id', request.id)
      done()
    })
    if (!tracer) return
    app.addHook('onSend', (request, reply, payload, done) => {
      // A stream of events lasts as long as a page is open, and what happens meanwhile is no part of the request.
      if (reply.getHeader('content-type') === 'text/event-stream') endSpan(request, reply)
      done(null, payload)
    })
    app.addHook('onResponse', (request, reply, done) => {
      endSpan(request, reply)
      done()
    })
  },
  { name: 'tracing' },
)

/** Files of the page, and what machines ask for all the time, would bury the rest. */
const isTraced = ({ routeOptions: { config } }: FastifyRequest): boolean =>
  config.operation !== undefined && !isChatter(config.route)

function beginSpan(request: FastifyRequest, reply: FastifyReply, tracer: Tracer, hide: Hide): void {
  const { method, headers, routeOptions } = request
  const { route, operation } = routeOptions.config
  const caller = callerIn(headers, hide)
  const span = tracer.begin(`${method} ${route}`, {
    caller,
    kind: 'server',
    attributes: {
      'http.request.method': method,
      'http.route': route,
      'url.scheme': request.protocol,
      'network.protocol.version': request.raw.httpVersion,
      'ollama_dashboard.operation': operation,
      'ollama_dashboard.request_id': request.id,
    },
  })
  request.trace = { ...caller, traceparent: span.traceparent, span }
  request.traceId = traceIdIn(request.trace)
  // Fastify tells of no answer that was not finished.
  reply.raw.once('close', () => endSpan(request, reply))
}

function endSpan(request: FastifyRequest, reply: FastifyReply): void {
  const { span } = request.trace
  if (!span || span.isEnded) return
  const { actor, problemCode } = request
  const { instance, models } = targetOf(request)
  const hasLeft = reply.raw.closed && !reply.raw.writableFinished
  span.set({
    'http.response.status_code': hasLeft ? null : reply.statusCode,
    'ollama_dashboard.caller_left': hasLeft || null,
    'ollama_dashboard.problem': problemCode,
    'ollama_dashboard.key_id': actor && keyIdOf(actor),
    'ollama_dashboard.role': actor?.role,
    'ollama_dashboard.instance': instance,
    'gen_ai.request.model': models.length === 1 ? models[0] : null,
    'ollama_dashboard.models': models.length > 1 ? models : null,
  })
  // What the caller did wrong is no failure of this server.
  if (problemCode && reply.statusCode >= 500) span.fail(problemCode)
  span.end()
}
