import type { TSchema } from '@sinclair/typebox'
import { TypeCompiler } from '@sinclair/typebox/compiler'
import { Value, type ValueError, ValueErrorType } from '@sinclair/typebox/value'

/** One thing wrong in a value: where, as a JSON pointer inside it, and what, for a person. */
export interface FieldFailure {
  readonly instancePath: string
  readonly message: string
}

/** A caller who sends ten thousand wrong fields need not be told of each. */
const maxTold = 20

/**
 * The first failure of each field: the others follow from it. None where the value is as the schema wants it. A list or
 * an object that has too many members is told alone: nothing else of the value is looked at then.
 */
export function describeFailures(schema: TSchema, value: unknown): FieldFailure[] {
  const byPath = new Map<string, string>()
  for (const found of failuresOf(schema, value)) {
    if (isTooMany(found)) return [{ instancePath: found.path, message: messageOf(found) }]
    const error = beyondNull(found)
    if (!byPath.has(error.path)) byPath.set(error.path, messageOf(error))
    if (byPath.size === maxTold) break
  }
  return [...byPath].map(([instancePath, message]) => ({ instancePath, message }))
}

const isTooMany = ({ type }: ValueError): boolean =>
  type === ValueErrorType.ArrayMaxItems || type === ValueErrorType.ObjectMaxProperties

/** Looking for what is wrong takes a hundred times as long as asking whether anything is: so of long lists, wrong items only. */
function* failuresOf(schema: TSchema, value: unknown): Generator<ValueError> {
  const lists = longListsIn(schema, value)
  const shortened = lists.map(({ name, items }) => [name, items.slice(0, maxTold)] as const)
  const overBound = lists.find(({ items, schema: { maxItems = Number.POSITIVE_INFINITY } }) => items.length > maxItems)
  if (overBound) {
    const { name, items, schema } = overBound
    yield { type: ValueErrorType.ArrayMaxItems, schema, path: `/${name}`, value: items, message: '', errors: [] }
    return
  }
  yield* Value.Errors(schema, lists.length === 0 ? value : { ...Object(value), ...Object.fromEntries(shortened) })
  for (const { name, items, schema } of lists) {
    const item: TSchema = schema['items']
    const isRight = TypeCompiler.Compile(item)
    for (let at = maxTold; at < items.length; at += 1) {
      if (isRight.Check(items[at])) continue
      for (const error of Value.Errors(item, items[at])) yield { ...error, path: `/${name}/${at}${error.path}` }
    }
  }
}

interface LongList {
  readonly name: string
  readonly items: readonly unknown[]
  readonly schema: TSchema
}

function longListsIn({ properties = {} }: TSchema, value: unknown): LongList[] {
  if (typeof value !== 'object' || value === null) return []
  const given = value as Readonly<Record<string, unknown>>
  return Object.entries<TSchema>(properties).flatMap(([name, schema]) => {
    const items = Object.hasOwn(given, name) ? given[name] : null
    return schema['type'] === 'array' && Array.isArray(items) && items.length > maxTold ? [{ name, items, schema }] : []
  })
}

type Wording = (schema: TSchema, error: ValueError) => string

const minCount = (count: number, what: string): string =>
  count === 1 ? 'must not be empty' : `must have at least ${count} ${what}`

const wordings: Readonly<Partial<Record<ValueErrorType, Wording>>> = {
  [ValueErrorType.ArrayMaxItems]: ({ maxItems }) => `must have at most ${maxItems} items`,
  [ValueErrorType.ArrayMinItems]: ({ minItems }) => minCount(minItems, 'items'),
  [ValueErrorType.ArrayUniqueItems]: () => 'must not have duplicates',
  [ValueErrorType.Integer]: () => 'must be a whole number',
  [ValueErrorType.IntegerMaximum]: ({ maximum }) => `must be at most ${maximum}`,
  [ValueErrorType.IntegerMinimum]: ({ minimum }) => `must be at least ${minimum}`,
  [ValueErrorType.Kind]: ({ enum: words, maxLength, pattern }, { value }) => {
    if (words) return `must be one of ${wordList(words)}`
    if (typeof value !== 'string') return 'must be a string'
    if (value === '') return minCount(1, 'characters')
    const hasControls = pattern !== undefined && !new RegExp(pattern).test(value)
    return hasControls ? 'must not have control characters' : `must have at most ${maxLength} characters`
  },
  [ValueErrorType.Literal]: ({ const: only }) => `must be ${JSON.stringify(only)}`,
  [ValueErrorType.Number]: () => 'must be a number',
  [ValueErrorType.NumberMaximum]: ({ maximum }) => `must be at most ${maximum}`,
  [ValueErrorType.NumberMinimum]: ({ minimum }) => `must be at least ${minimum}`,
  [ValueErrorType.Boolean]: () => 'must be true or false',
  [ValueErrorType.Object]: () => 'must be an object',
  [ValueErrorType.ObjectMaxProperties]: ({ maxProperties }) => `must have at most ${maxProperties} properties`,
  [ValueErrorType.Array]: () => 'must be an array',
  [ValueErrorType.ObjectAdditionalProperties]: () => 'is not a known field',
  [ValueErrorType.ObjectRequiredProperty]: () => 'is required',
  [ValueErrorType.String]: () => 'must be a string',
  [ValueErrorType.StringMaxLength]: ({ maxLength }) => `must have at most ${maxLength} characters`,
  [ValueErrorType.StringMinLength]: ({ minLength }) => minCount(minLength, 'characters'),
  // Every pattern of the contract has examples.
  [ValueErrorType.StringPattern]: ({ examples = [] }) => `must look like ${wordList(examples)}`,
  [ValueErrorType.Union]: (schema) => `must be ${spoken(schema.description) ?? alternatives(schema)}`,
}

const messageOf = (error: ValueError): string => wordings[error.type]?.(error.schema, error) ?? 'has an invalid value'

/** What may be null besides is wrong for what it is otherwise, and perhaps somewhere inside. */
function beyondNull(error: ValueError): ValueError {
  const [first, second, ...more]: readonly TSchema[] = error.schema['anyOf'] ?? []
  if (error.type !== ValueErrorType.Union || !first || second?.['type'] !== 'null' || more.length > 0) return error
  const [inner] = Value.Errors(first, error.value)
  return inner ? { ...inner, path: error.path + inner.path } : error
}

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
  string: 'a string',
}
