import type { Endpoint } from '@ollama-dashboard/contracts'
import { type TSchema, Type } from '@sinclair/typebox'
import fc from 'fast-check'
import { withOddValues } from '../../../../packages/core/test/any-answer.ts'
import { arbitraryOf, type Known } from './arbitrary-of.ts'

export interface AnyRequest {
  readonly url: string
  /** Absent where the endpoint takes none. */
  readonly payload?: string
}

interface Input {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

const nothing = Type.Object({})
const hostile = fc.constantFrom('__proto__', 'constructor', '../../x', '%00', 'ü'.repeat(300), '🦙', "'; --", '0')

/** Requests as the schemas of an endpoint have them, almost so, and of hostile texts. `usual` is put under every other body. */
export function anyRequest(endpoint: Endpoint, known: Known, usual: object = {}): fc.Arbitrary<AnyRequest> {
  const { params = nothing, query = nothing, body } = endpoint
  const almost = (schema: TSchema, base: object = {}) => {
    const valid = fc
      .tuple(arbitraryOf(schema, known), fc.boolean())
      .map(([value, isHelped]) => (isHelped && typeof value === 'object' ? { ...base, ...value } : value))
    return fc.oneof(
      { weight: 5, arbitrary: valid },
      { weight: 3, arbitrary: withOddValues(valid, { maxChanges: 2 }) },
      { weight: 1, arbitrary: fc.dictionary(hostile, fc.oneof(hostile, fc.jsonValue())) },
    )
  }
  return fc
    .record({ params: almost(params), query: almost(query), body: body ? almost(body, usual) : fc.constant(undefined) })
    .map((input) => ({
      url: addressOf(endpoint, input),
      ...(input.body !== undefined && { payload: JSON.stringify(input.body) }),
    }))
}

function addressOf({ path }: Endpoint, { params, query }: Input): string {
  const given = new Map(Object.entries(params ?? {}))
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(textOf(given.get(name) ?? 'none')))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {}))
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, textOf(one))
  return search.size === 0 ? filled : `${filled}?${search}`
}

const textOf = (value: unknown): string =>
  String(typeof value === 'object' ? JSON.stringify(value) : value).toWellFormed()
