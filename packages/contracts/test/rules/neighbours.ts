import type { TSchema } from '@sinclair/typebox'
import { formOf } from './forms.ts'

/** Values that a rule just takes, and those next to them that it must not. */
export interface Neighbours {
  readonly accepts: readonly unknown[]
  readonly refuses: readonly unknown[]
}

/** Both sides of every bound of a rule. A pattern has its own, written by hand. */
export function neighboursOf(schema: TSchema): Neighbours {
  const { type, anyOf } = schema
  if (anyOf) return together(anyOf.map(neighboursOf))
  if (schema['enum']) return words(schema['enum'])
  if (type === 'boolean' && schema['const'] !== undefined)
    return { accepts: [schema['const']], refuses: [!schema['const'], String(schema['const']), 1] }
  if (schema['const'] !== undefined) return words([schema['const']])
  if (type === 'integer' || type === 'number') return numbers(schema)
  if (type === 'array')
    return counted(schema['minItems'], schema['maxItems'], (count) => Array(count).fill(exampleOf(schema['items'])))
  if (type === 'object')
    return counted(schema['minProperties'], schema['maxProperties'], (count) => objectOf(schema, count))
  if (type === 'boolean') return { accepts: [true, false], refuses: ['true', 1] }
  return together([texts(schema), ...(schema['pattern'] === undefined ? [] : [formOf(schema['pattern'])])])
}

const together = (all: readonly Neighbours[]): Neighbours => ({
  accepts: all.flatMap(({ accepts }) => accepts),
  refuses: all.flatMap(({ refuses }) => refuses),
})

const words = (known: readonly string[]): Neighbours => ({
  accepts: known,
  refuses: [...known.flatMap((word) => [`${word}x`, word.toUpperCase(), ` ${word}`]), ''].filter(
    (word) => !known.includes(word),
  ),
})

function numbers({ type, minimum, maximum }: TSchema): Neighbours {
  const bounds = [minimum, maximum].filter((bound) => bound !== undefined)
  const beyond = [...(minimum === undefined ? [] : [minimum - 1]), ...(maximum === undefined ? [] : [maximum + 1])]
  return {
    accepts: bounds,
    refuses: [...beyond, String(bounds[0] ?? 0), Number.NaN, ...(type === 'integer' ? [0.5] : [])],
  }
}

/** An emoji is one character, however many units a computer stores it in. */
function texts({ pattern, minLength, maxLength }: TSchema): Neighbours {
  // What a pattern allows has its longest texts among its own.
  const filler = pattern === undefined ? ['a', '短'] : []
  const of = (count: number) => filler.map((character) => character.repeat(count))
  const { accepts, refuses } = counted(minLength, maxLength, of)
  return { accepts: accepts.flat(), refuses: [...refuses.flat(), ['a']] }
}

function counted<T>(
  least: number | undefined,
  most: number | undefined,
  of: (count: number) => T,
): { accepts: T[]; refuses: T[] } {
  return {
    accepts: [least ?? 0, ...(most === undefined ? [] : [most])].map(of),
    refuses: [...(least ? [least - 1] : []), ...(most === undefined ? [] : [most + 1])].map(of),
  }
}

/** The least that a schema takes. */
function exampleOf(schema: TSchema): unknown {
  const { type, anyOf, minimum = 0, examples } = schema
  if (anyOf) return exampleOf(anyOf[0])
  if (schema['enum']) return schema['enum'][0]
  if (schema['const'] !== undefined) return schema['const']
  if (type === 'object') return membersOf(schema, schema['required'] ?? [])
  if (type === 'array') return []
  if (type === 'string') return examples?.[0] ?? 'a'
  return type === 'integer' || type === 'number' ? minimum : type === 'boolean' ? true : null
}

const membersOf = ({ properties }: TSchema, names: readonly string[]): object =>
  Object.fromEntries(names.map((name) => [name, exampleOf(properties[name])]))

const objectOf = (schema: TSchema, count: number): object =>
  schema['patternProperties']
    ? Object.fromEntries(Array.from({ length: count }, (_, at) => [`m${at}`, null]))
    : membersOf(schema, Object.keys(schema['properties']).slice(0, count))
