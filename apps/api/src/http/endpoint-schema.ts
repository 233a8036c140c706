import { type Endpoint, errorsOf, isEvents, isStream, problems } from '@ollama-dashboard/contracts'
import { Type } from '@sinclair/typebox'
import type { FastifySchema } from 'fastify'

const problemAnswer = (codes: readonly string[]) => ({
  description: codes.join(', '),
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})

function success(endpoint: Endpoint): Answer {
  if (isEvents(endpoint)) {
    const description = 'Server-sent events; the schema describes their data'
    return { description, content: { 'text/event-stream': { schema: endpoint.events } } }
  }
  if (isStream(endpoint)) {
    const whole = endpoint.whole && { 'application/json': { schema: endpoint.whole } }
    return {
      description: whole ? 'One JSON value per line, or a single value' : 'One JSON value per line',
      content: { 'application/x-ndjson': { schema: endpoint.event }, ...whole },
    }
  }
  return { description: 'Success', content: { 'application/json': { schema: endpoint.response } } }
}

interface Answer {
  readonly description: string
  readonly content: object
}

const alternativesOf = (endpoint: Endpoint) => ('alternatives' in endpoint ? (endpoint.alternatives ?? []) : [])

const answerOf = (alternative: ReturnType<typeof alternativesOf>[number]): Answer => ({
  description: alternative.description,
  content:
    'events' in alternative
      ? { 'text/event-stream': { schema: alternative.events } }
      : { 'application/json': { schema: alternative.response } },
})

/** One answer for a status that has several contents. */
function merged(known: Answer | undefined, more: Answer): Answer {
  if (!known) return more
  return { description: `${known.description}. ${more.description}`, content: { ...known.content, ...more.content } }
}

/** Other headers are none of its business. */
const IfMatch = Type.Object({
  'if-match': Type.Optional(Type.String({ description: 'ETag of the version to change; a different one gives 412' })),
})

/** What Fastify validates and OpenAPI shows: the row's schemas, and an answer for each status it may have. */
export function toSchema(endpoint: Endpoint, tag: string, operationId: string): FastifySchema {
  const codesByStatus = Object.groupBy(errorsOf(endpoint).toSorted(), (code) => problems[code].status)
  const answers: Record<string, Answer> = Object.fromEntries(
    Object.entries(codesByStatus).map(([status, codes = []]) => [status, problemAnswer(codes)]),
  )
  answers[endpoint.status] = success(endpoint)
  for (const alternative of alternativesOf(endpoint)) {
    const { status } = alternative
    answers[status] = merged(answers[status], answerOf(alternative))
  }
  return {
    tags: [tag],
    operationId,
    summary: endpoint.summary,
    description:
      endpoint.access === 'open'
        ? 'Needs no key.'
        : `Needs the permission "${operationId}", which the role "${endpoint.access}" has.`,
    security: endpoint.access === 'open' ? [] : [{ key: [] }, { header: [] }, { session: [] }],
    response: answers,
    ...(endpoint.params && { params: endpoint.params }),
    ...(endpoint.query && { querystring: endpoint.query }),
    ...(endpoint.body && { body: endpoint.body }),
    ...(endpoint.conditional && { headers: IfMatch }),
  }
}
