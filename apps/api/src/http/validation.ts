import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import type { FieldError } from '@ollama-dashboard/contracts'
import { describeFailures, type FieldFailure } from '@ollama-dashboard/core'
import type { TSchema } from '@sinclair/typebox'
import type { FastifySchemaCompiler } from 'fastify'

/**
 * TypeBox's validator, with messages that a person understands: its own speak of kinds and unions. Text in path and query
 * becomes the number or boolean it spells, or a list of one where it may be repeated; a body is never converted.
 */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = (route) => {
  // Its own conversion, left out by calling every part a body, reads "1.5" as the integer 1.
  const compile = () => TypeBoxValidatorCompiler({ ...route, httpPart: 'body' })
  // Compiling what no request may ever ask for would take a third of the time of the start.
  let check: ReturnType<typeof compile> | null = null
  const convert = route.httpPart === 'body' ? (value: unknown) => value : converterOf(route.schema)
  return (value: unknown) => {
    const converted = convert(value)
    check ??= compile()
    const outcome = check(converted)
    if (!outcome || typeof outcome !== 'object' || !('error' in outcome)) return outcome
    // Fastify takes a list of failures as well as an Error, and its types know only the latter.
    return { error: describeFailures(route.schema, converted) as unknown as Error }
  }
}

const spelled: Readonly<Record<string, (text: string) => unknown>> = {
  boolean: (text) => (text === 'true' ? true : text === 'false' ? false : text),
  integer: (text) => (/^-?\d+$/.test(text) ? Number(text) : text),
  number: (text) => (/^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text),
  array: (text) => [text],
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
