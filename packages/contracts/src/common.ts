import {
  type ObjectOptions,
  type SchemaOptions,
  type Static,
  type TProperties,
  type TSchema,
  Type,
} from '@sinclair/typebox'
import { limits } from './limits.ts'

export const Nullable = <S extends TSchema>(schema: S, options: SchemaOptions = {}) =>
  Type.Union([schema, Type.Null()], options)

/** RFC 3339 in UTC. */
export const Timestamp = Type.String({ description: 'RFC 3339, UTC' })
export const Bytes = Type.Integer({ minimum: 0, description: 'bytes' })
export const Percent = Type.Number({ minimum: 0, maximum: 100, description: '0 to 100' })

/** The part of an answer that tells how old it is. */
export const freshness = {
  fetched_at: Nullable(Timestamp),
  stale: Type.Boolean({ description: 'Ollama is unreachable; this is the last successful response' }),
}

export const InstanceName = Type.String({
  title: 'InstanceName',
  minLength: 1,
  maxLength: limits.instanceNameLength,
  pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]*$',
  examples: ['lab', 'gpu-server'],
})
export type InstanceName = Static<typeof InstanceName>

const instance = Type.Optional({ ...InstanceName, description: 'Name of the Ollama server. Default: the first one' })

/** A closed object: an unknown member is an error, not a silence. */
export const Closed = <P extends TProperties>(properties: P, options: ObjectOptions = {}) =>
  Type.Object(properties, { ...options, additionalProperties: false })

/** An object that OpenAPI lists under this name: it stands in `title`, which a validator passes over. */
export const Named = <P extends TProperties>(title: string, properties: P, options: ObjectOptions = {}) =>
  Type.Object(properties, { ...options, title })

/** A closed object that OpenAPI lists under this name. */
export const NamedClosed = <P extends TProperties>(title: string, properties: P, options: ObjectOptions = {}) =>
  Closed(properties, { ...options, title })

export const NoQuery = Closed({})
export const OnInstance = Closed({ instance })

export const OnInstanceRefreshable = Closed({
  instance,
  refresh: Type.Optional(
    Type.Boolean({
      description:
        'Bypass the cache. Costs one token of `background_updates`; with an empty bucket the cached response is returned',
    }),
  ),
})

/** Something was done, and nothing else is to be told of it. */
export const Done = Named('Done', { success: Type.Literal(true), message: Type.String() })
