import type { TSchema } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import fc from 'fast-check'

/** Texts that name something that exists, by the name of the member that takes them. */
export type Known = Readonly<Record<string, readonly string[]>>

/** JSON that a schema of the contract takes; where a member names something, mostly what exists. */
export function arbitraryOf(schema: TSchema, known: Known, name = ''): fc.Arbitrary<unknown> {
  const valid = ofSchema(schema, known, name)
  const existing = known[name]
  if (!existing || schema['type'] !== 'string') return valid
  return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...existing) }, { weight: 1, arbitrary: valid })
}

function ofSchema(schema: TSchema, known: Known, name: string): fc.Arbitrary<unknown> {
  if (schema['const'] !== undefined) return fc.constant(schema['const'])
  if (schema['enum']) return fc.constantFrom(...schema['enum'])
  if (schema['anyOf']) return fc.oneof(...schema['anyOf'].map((one: TSchema) => arbitraryOf(one, known, name)))
  switch (schema['type']) {
    case 'string':
      return textOf(schema)
    case 'integer':
      return fc.integer(boundsOf(schema, 1))
    case 'number':
      return fc.double({ ...boundsOf(schema, 0), noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(arbitraryOf(schema['items'], known, name), {
        minLength: schema['minItems'] ?? 0,
        maxLength: Math.min(schema['maxItems'] ?? 4, 4),
      })
    case 'object':
      return objectOf(schema, known)
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

function textOf(schema: TSchema): fc.Arbitrary<string> {
  const { pattern, minLength = 0, maxLength = 60, examples } = schema
  // What fast-check cannot write, the filter leaves out.
  const written = pattern && fc.stringMatching(new RegExp(pattern.replaceAll(/\(\?!(?:[^()]|\([^()]*\))*\)/g, ''), 'u'))
  const any = fc.string({ minLength, maxLength: Math.min(maxLength, 60), unit: 'grapheme' })
  const fitting = (written || any).filter((text: string) => Value.Check(schema, text))
  return examples ? fc.oneof(fc.constantFrom(...examples), fitting) : fitting
}

const boundsOf = ({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: TSchema, step: number) => ({
  min: minimum ?? (exclusiveMinimum === undefined ? -1000 : exclusiveMinimum + step),
  max: maximum ?? (exclusiveMaximum === undefined ? 1_000_000 : exclusiveMaximum - step),
})

function objectOf(schema: TSchema, known: Known): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], patternProperties = {} } = schema
  const [ofOthers] = Object.values<TSchema>(patternProperties)
  if (ofOthers)
    return fc.dictionary(fc.constantFrom('llama3.2:3b', 'mine:1b', 'any'), arbitraryOf(ofOthers, known), few)
  const optional = Object.keys(properties).filter((key) => !required.includes(key))
  // With many members at once, hardly any request would be right as a whole.
  return fc.subarray(optional, { maxLength: Math.min(optional.length, 3) }).chain((keys) => {
    const members = [...required, ...keys].map((key) => [key, arbitraryOf(properties[key], known, key)])
    return fc.record(Object.fromEntries(members))
  })
}

const few = { maxKeys: 3 }
