import { type TSchema, Type } from '@sinclair/typebox'
import type { Contract } from '../../src/index.ts'
import { wordsOf } from './rule-words.ts'

/** What the values of one field must be, and the endpoints that take it. */
export interface Rule {
  readonly field: string
  readonly words: string
  /** Of the value, without the object around it. */
  readonly schema: TSchema
  readonly endpoints: readonly string[]
}

interface Found {
  readonly field: string
  readonly schema: TSchema
}

/** Every rule for what callers send, by its field. Those of one field that read alike are one rule. */
export function rulesOf(contract: Contract): Rule[] {
  const rules = new Map<string, Rule & { readonly endpoints: string[] }>()
  for (const endpoint of Object.values(contract).flatMap((group) => Object.values(group))) {
    const { method, path, params, query, body } = endpoint
    for (const { field, schema } of [params, query, body].flatMap((part) => (part ? fieldsOf('body', part) : []))) {
      const words = wordsOf(schema)
      const rule = rules.get(`${field} ${words}`) ?? { field, words, schema, endpoints: [] }
      rules.set(`${field} ${words}`, rule)
      const name = `${method} ${path}`
      if (!rule.endpoints.includes(name)) rule.endpoints.push(name)
    }
  }
  return [...rules.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, rule]) => rule)
}

/** The fields with a rule in a schema: `stop` for a list, `stop[]` for what is in it. */
function fieldsOf(field: string, given: TSchema): Found[] {
  const schema = withoutNull(given)
  const own = hasRule(schema) ? [{ field, schema }] : []
  if (schema['anyOf']) return own.length > 0 ? own : schema['anyOf'].flatMap((one: TSchema) => fieldsOf(field, one))
  if (schema['type'] === 'array') return [...own, ...fieldsOf(`${field}[]`, schema['items'])]
  const members = Object.entries<TSchema>(schema['properties'] ?? {})
  return [...own, ...namesOf(field, schema), ...members.flatMap(([name, member]) => fieldsOf(name, member))]
}

/** What the names of members must be, where any are taken. */
const namesOf = (field: string, { patternProperties = {} }: TSchema): Found[] =>
  Object.keys(patternProperties)
    .filter((pattern) => pattern !== anyName)
    .map((pattern) => ({ field: `${field} (names)`, schema: Type.String({ pattern }) }))

const anyName = Object.keys(Type.Record(Type.String(), Type.Unknown()).patternProperties)[0]

/** `null` takes a saved field away, or stands for one that is not known: the rule is about what is given. */
function withoutNull(schema: TSchema): TSchema {
  const others = (schema['anyOf'] ?? []).filter((one: TSchema) => one['type'] !== 'null')
  return others.length === 1 ? others[0] : schema
}

const keywords = ['enum', 'const', 'minimum', 'maximum', 'minLength', 'maxLength', 'pattern', 'minItems', 'maxItems']
const ofObjects = ['minProperties', 'maxProperties']

const hasRule = (schema: TSchema): boolean =>
  [...keywords, ...ofObjects].some((keyword) => schema[keyword] !== undefined) ||
  (schema['anyOf'] ?? []).some((one: TSchema) => keywords.some((keyword) => one[keyword] !== undefined))
