import { type Endpoint, errorsOf, isEvents, isStream, problems } from '@ollama-dashboard/contracts'
import { Type } from '@sinclair/typebox'
import type { FastifySchema } from 'fastify'

const problemAnswer = (codes: readonly string[]) => ({
  description: codes.join(', '),
  content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
})

function success(endpoint: Endpoint): object {
  if (isEvents(endpoint)) {
    const description = 'Server-sent events; the schema is that of their data'
    return { description, content: { 'text/event-stream': { schema: endpoint.events } } }
  }
  if (isStream(endpoint)) {
    const whole = endpoint.whole && { 'application/json': { schema: endpoint.whole } }
    return {
      description: whole ? 'One JSON value a line, or one in all' : 'One JSON value a line',
      content: { 'application/x-ndjson': { schema: endpoint.event }, ...whole },
    }
  }
  return { description: 'Success', content: { 'application/json': { schema: endpoint.response } } }
}

/** Other headers are none of its business. */
const IfMatch = Type.Object({
  'if-match': Type.Optional(Type.String({ description: 'The ETag of what is to be changed; another one is 412' })),
})

/** What Fastify validates and OpenAPI shows: the row's schemas, and an answer for each status it may have. */
export function toSchema(endpoint: Endpoint, tag: string, operationId: string): FastifySchema {
  const codesByStatus = Object.groupBy(errorsOf(endpoint), (code) => problems[code].status)
  const answers: Record<string, object> = Object.fromEntries(
    Object.entries(codesByStatus).map(([status, codes = []]) => [status, problemAnswer(codes)]),
  )
  answers[endpoint.status] = success(endpoint)
  return {
    tags: [tag],
    operationId,
    summary: endpoint.summary,
    description: endpoint.access === 'open' ? 'Needs no key.' : `Needs the role "${endpoint.access}".`,
    security: endpoint.access === 'open' ? [] : [{ key: [] }],
    response: answers,
    ...(endpoint.params && { params: endpoint.params }),
    ...(endpoint.query && { querystring: endpoint.query }),
    ...(endpoint.body && { body: endpoint.body }),
    ...(endpoint.conditional && { headers: IfMatch }),
  }
}
