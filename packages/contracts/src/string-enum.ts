import { Kind, type TSchema, type TUnsafe, Type, TypeRegistry } from '@sinclair/typebox'

const kind = 'StringEnum'

// TypeBox's compiler refuses an unregistered kind, and a union of literals makes a clumsy `anyOf` in OpenAPI.
TypeRegistry.Set<TSchema & { readonly enum: readonly string[] }>(
  kind,
  (schema, value) => typeof value === 'string' && schema.enum.includes(value),
)

/** One of a fixed set of words: plain `{type: string, enum: […]}` as JSON schema, a union of literals as type. */
export const StringEnum = <const V extends readonly string[]>(
  values: V,
  options: { title?: string; description?: string } = {},
) => Type.Unsafe<V[number]>({ ...options, [Kind]: kind, type: 'string', enum: [...values] }) as TUnsafe<V[number]>
