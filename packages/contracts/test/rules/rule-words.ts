import type { TSchema } from '@sinclair/typebox'
import { formOf } from './forms.ts'

/** A rule as people read it. */
export function wordsOf(schema: TSchema): string {
  const { type, anyOf, minimum, maximum, minItems, maxItems, minProperties, maxProperties } = schema
  if (anyOf) return anyOf.map(wordsOf).join(', or ')
  if (schema['enum']) return `one of ${schema['enum'].map(quoted).join(', ')}`
  if (schema['const'] !== undefined) return quoted(schema['const'])
  if (type === 'integer') return `a whole number ${rangeOf(minimum, maximum)}`.trimEnd()
  if (type === 'number') return `a number ${rangeOf(minimum, maximum)}`.trimEnd()
  if (type === 'array') return countOf(minItems, maxItems, 'entry', 'entries')
  if (type === 'object')
    return isCounted(minProperties, maxProperties)
      ? countOf(minProperties, maxProperties, 'member', 'members')
      : 'an object'
  if (type === 'string') return textOf(schema)
  return 'true or false'
}

function textOf({ pattern, minLength, maxLength }: TSchema): string {
  const length = isCounted(minLength, maxLength) ? [countOf(minLength, maxLength, 'character', 'characters')] : []
  return [...(pattern === undefined ? [] : [formOf(pattern).words]), ...length].join('; ')
}

const isCounted = (least?: number, most?: number): boolean => least !== undefined || most !== undefined

const quoted = (value: unknown): string => `\`${value}\``

function rangeOf(minimum?: number, maximum?: number): string {
  const from = minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? '' : `from ${grouped(minimum)} `
  return maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? from.trimEnd() : `${from}to ${grouped(maximum)}`
}

function countOf(least: number | undefined, most: number | undefined, one: string, many: string): string {
  const unit = (count: number) => (count === 1 ? one : many)
  if (most === undefined) return `at least ${least} ${unit(least ?? 0)}`
  return `${least === undefined ? 'up' : least} to ${grouped(most)} ${unit(most)}`
}

const grouped = (value: number): string => value.toLocaleString('en').replace('-', '−')
