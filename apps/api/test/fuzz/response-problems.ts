import { type Endpoint, errorsOf, isEvents, isStream, Problem, problems } from '@ollama-dashboard/contracts'
import type { TSchema } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'

export interface Received {
  readonly status: number
  readonly contentType: string
  readonly body: string
}

/** What the contract does not say of an answer; empty where it says all of it. */
export function responseProblems(endpoint: Endpoint, { status, contentType, body }: Received): string[] {
  if (status === 500) return [`500: ${body}`]
  if (status >= 400) return refusalProblems(endpoint, status, body)
  const [kind = ''] = contentType.split(';')
  if (kind === 'text/event-stream') return dataOf(body).flatMap((data) => eventProblems(endpoint, JSON.parse(data)))
  if (kind === 'application/x-ndjson') return linesOf(body).flatMap((line) => lineProblems(endpoint, JSON.parse(line)))
  if (status === 204 || body === '') return [`${status} without a body`]
  const schemas = bodiesOf(endpoint, status)
  const value: unknown = JSON.parse(body)
  return schemas.some((schema) => Value.Check(schema, value)) ? [] : mismatch(schemas[0], value)
}

function refusalProblems(endpoint: Endpoint, status: number, body: string): string[] {
  const value: unknown = JSON.parse(body)
  if (!Value.Check(Problem, value)) return mismatch(Problem, value)
  if (problems[value.code].status !== status) return [`${value.code} under ${status}`]
  // Before a route is found, nobody knows which it would have been.
  const anywhere = ['not_found', 'method_not_allowed', 'headers_too_large']
  return [...errorsOf(endpoint), ...anywhere].includes(value.code) ? [] : [`${value.code} is not one of its errors`]
}

const eventProblems = (endpoint: Endpoint, value: unknown): string[] =>
  Value.Check(Problem, value) ? [] : mismatch(eventsOf(endpoint), value)

const lineProblems = (endpoint: Endpoint, value: object): string[] =>
  'error' in value && Value.Check(Problem, value.error)
    ? []
    : mismatch(isStream(endpoint) ? endpoint.event : undefined, value)

const bodiesOf = (endpoint: Endpoint, status: number): TSchema[] => [
  ...('response' in endpoint && endpoint.status === status ? [endpoint.response] : []),
  ...(isStream(endpoint) && endpoint.whole && status === endpoint.status ? [endpoint.whole] : []),
  ...alternativesOf(endpoint).flatMap((one) => ('response' in one && one.status === status ? [one.response] : [])),
]

const eventsOf = (endpoint: Endpoint): TSchema | undefined =>
  isEvents(endpoint)
    ? endpoint.events
    : alternativesOf(endpoint).flatMap((one) => ('events' in one ? one.events : []))[0]

const alternativesOf = (endpoint: Endpoint) => ('alternatives' in endpoint ? (endpoint.alternatives ?? []) : [])

function mismatch(schema: TSchema | undefined, value: unknown): string[] {
  if (!schema) return [`No schema for ${JSON.stringify(value).slice(0, 200)}`]
  const [first] = Value.Errors(schema, value)
  return first ? [`${first.path}: ${first.message}: ${JSON.stringify(first.value)?.slice(0, 200)}`] : []
}

const linesOf = (body: string): string[] => body.split('\n').filter(Boolean)

const dataOf = (body: string): string[] =>
  linesOf(body).flatMap((line) => (line.startsWith('data: ') ? [line.slice('data: '.length)] : []))
