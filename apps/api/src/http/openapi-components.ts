import type { TSchema } from '@sinclair/typebox'

/**
 * Every schema inside a value that has a title, by its title. One without a description is preferred: a description may
 * be that of a place where the schema is used.
 */
export function namedSchemas(value: unknown, found: Record<string, TSchema> = {}): Record<string, TSchema> {
  if (!isObject(value)) return found
  if (hasTitle(value) && (!(value.title in found) || !('description' in value))) found[value.title] = value as TSchema
  for (const inner of Object.values(value)) namedSchemas(inner, found)
  return found
}

interface Document {
  readonly components?: object & { readonly schemas?: Readonly<Record<string, object>> }
  readonly paths?: object
}

/**
 * Replaces inline schemas by references to the component of their title, and inline failures by references to a
 * component named after their codes. A description that only one place of a schema has stays there.
 */
export function withComponents<D extends Document>(document: D): D {
  const { schemas = {} } = document.components ?? {}
  const responses: Record<string, unknown> = {}

  const refer = (part: unknown): unknown => {
    if (!isObject(part)) return part
    const component = hasTitle(part) ? schemas[part.title] : undefined
    if (hasTitle(part) && component) return referenceTo(part, component)
    if (!isFailure(part)) return referInside(part)
    const name = part.description.replaceAll(', ', '.')
    responses[name] ??= referInside(part)
    return { $ref: `#/components/responses/${name}` }
  }
  const referInside = (part: object): unknown =>
    Array.isArray(part) ? part.map(refer) : mapValues(part as Readonly<Record<string, unknown>>, refer)

  const paths = refer(document.paths)
  const components = { ...document.components, schemas: mapValues(schemas, referInside), responses }
  // What takes the place of a schema or an answer is a reference, which may stand there in every document.
  return { ...document, components, paths } as D
}

function referenceTo({ title, description }: Titled, component: { readonly description?: unknown }) {
  const $ref = `#/components/schemas/${title}`
  return description === undefined || description === component.description ? { $ref } : { $ref, description }
}

const mapValues = <T>(object: Readonly<Record<string, T>>, map: (value: T) => unknown) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]))

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

interface Titled {
  readonly title: string
  readonly description?: string
}

/** A property may be called "title": what stands there is a schema and no text. */
const hasTitle = (value: object): value is Titled => 'title' in value && typeof value.title === 'string'

const isFailure = (value: object): value is { readonly description: string } =>
  'content' in value && isObject(value.content) && 'application/problem+json' in value.content
