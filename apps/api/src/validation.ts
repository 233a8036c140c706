import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import type { FieldError } from '@ollama-dashboard/contracts'
import type { TSchema } from '@sinclair/typebox'
import { Value, type ValueError, ValueErrorType } from '@sinclair/typebox/value'
import type { FastifySchemaCompiler } from 'fastify'

/** One thing wrong in one part of a request: where, as a JSON pointer inside that part, and what, for a person. */
export interface FieldFailure {
  readonly instancePath: string
  readonly message: string
}

/**
 * TypeBox's validator, with messages that a person understands: its own speak of kinds and unions. Text in path and query
 * becomes the number or boolean it spells; a body is never converted.
 */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = (route) => {
  // Its own conversion, left out by calling every part a body, reads "1.5" as the integer 1.
  const check = TypeBoxValidatorCompiler({ ...route, httpPart: 'body' })
  const convert = route.httpPart === 'body' ? (value: unknown) => value : converterOf(route.schema)
  return (value: unknown) => {
    const converted = convert(value)
    const outcome = check(converted)
    if (!outcome || typeof outcome !== 'object' || !('error' in outcome)) return outcome
    // Fastify takes a list of failures as well as an Error, and its types know only the latter.
    return { error: describe(route.schema, converted) as unknown as Error }
  }
}

const spelled: Readonly<Record<string, (text: string) => unknown>> = {
  boolean: (text) => (text === 'true' ? true : text === 'false' ? false : text),
  integer: (text) => (/^-?\d+$/.test(text) ? Number(text) : text),
  number: (text) => (/^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text),
}

function converterOf({ properties = {} }: TSchema): (value: unknown) => unknown {
  const conversions = Object.entries<TSchema>(properties).flatMap(([name, schema]) => {
    const convert = spelled[schema['type']]
    return convert ? [{ name, convert }] : []
  })
  if (conversions.length === 0) return (value) => value
  return (value) => {
    // Path and query are objects that Fastify made for this request alone.
    const given = value as Record<string, unknown>
    for (const { name, convert } of conversions) {
      const text = given[name]
      if (typeof text === 'string') given[name] = convert(text)
    }
    return given
  }
}

const parts: Readonly<Record<string, string>> = {
  params: 'params',
  querystring: 'query',
  body: 'body',
  headers: 'headers',
}

export const fieldErrors = (failures: readonly FieldFailure[], context = 'body'): FieldError[] =>
  failures.map(({ instancePath, message }) => ({ path: `/${parts[context] ?? context}${instancePath}`, message }))

/** The first failure of each field: the others follow from it. */
function describe(schema: TSchema, value: unknown): FieldFailure[] {
  const byPath = new Map<string, string>()
  for (const error of Value.Errors(schema, value)) {
    if (!byPath.has(error.path)) byPath.set(error.path, messageOf(error))
    // A caller who sends ten thousand wrong fields need not be told of each.
    if (byPath.size === 20) break
  }
  return [...byPath].map(([instancePath, message]) => ({ instancePath, message }))
}

type Wording = (schema: TSchema, error: ValueError) => string

const wordings: Readonly<Partial<Record<ValueErrorType, Wording>>> = {
  [ValueErrorType.ArrayMaxItems]: ({ maxItems }) => `must have at most ${maxItems} items`,
  [ValueErrorType.ArrayMinItems]: ({ minItems }) => `must have at least ${minItems} items`,
  [ValueErrorType.ArrayUniqueItems]: () => 'must not name anything twice',
  [ValueErrorType.Integer]: () => 'must be a whole number',
  [ValueErrorType.IntegerMaximum]: ({ maximum }) => `must be at most ${maximum}`,
  [ValueErrorType.IntegerMinimum]: ({ minimum }) => `must be at least ${minimum}`,
  [ValueErrorType.Kind]: ({ enum: words }) => `must be one of ${wordList(words)}`,
  [ValueErrorType.Literal]: ({ const: only }) => `must be ${JSON.stringify(only)}`,
  [ValueErrorType.Number]: () => 'must be a number',
  [ValueErrorType.NumberMaximum]: ({ maximum }) => `must be at most ${maximum}`,
  [ValueErrorType.NumberMinimum]: ({ minimum }) => `must be at least ${minimum}`,
  [ValueErrorType.Boolean]: () => 'must be true or false',
  [ValueErrorType.Object]: () => 'must be an object',
  [ValueErrorType.Array]: () => 'must be a list',
  [ValueErrorType.ObjectAdditionalProperties]: () => 'is not known here',
  [ValueErrorType.ObjectRequiredProperty]: () => 'is needed',
  [ValueErrorType.String]: () => 'must be text',
  [ValueErrorType.StringMaxLength]: ({ maxLength }) => `must have at most ${maxLength} characters`,
  [ValueErrorType.StringMinLength]: ({ minLength }) => `must have at least ${minLength} characters`,
  [ValueErrorType.StringPattern]: ({ examples, description }) =>
    examples ? `must be written like ${wordList(examples)}` : `must be ${spoken(description) ?? 'written differently'}`,
  [ValueErrorType.Union]: (schema) => `must be ${spoken(schema.description) ?? alternatives(schema)}`,
}

const messageOf = (error: ValueError): string =>
  wordings[error.type]?.(error.schema, error) ?? 'has a value that is not allowed'

const wordList = (words: readonly string[]): string => words.map((word) => `"${word}"`).join(', ')

/** A description as the end of a sentence. */
const spoken = (description: string | undefined): string | undefined =>
  description && `${description.charAt(0).toLowerCase()}${description.slice(1).replace(/\.$/, '')}`

const alternatives = ({ anyOf = [] }: TSchema): string =>
  anyOf
    .map((option: TSchema) =>
      option['enum'] ? wordList(option['enum']) : (typeNames[option['type']] ?? option['type']),
    )
    .join(' or ')

const typeNames: Readonly<Record<string, string>> = {
  boolean: 'true, false',
  null: 'null',
  number: 'a number',
  string: 'text',
}
