import { Kind, type TSchema, type TUnsafe, Type, TypeRegistry } from '@sinclair/typebox'

const kind = 'Characters'

interface Length {
  readonly minLength?: number
  readonly maxLength: number
}

// TypeBox counts UTF-16 units, of which an emoji has two or more; JSON schema means characters.
TypeRegistry.Set<TSchema & Length>(kind, ({ minLength = 0, maxLength }, value) => {
  if (typeof value !== 'string' || value.length < minLength) return false
  return value.length <= maxLength || (value.length <= 2 * maxLength && [...value].length <= maxLength)
})

/** A text of at most so many characters, as JSON schema and people count them. */
export const Characters = <const O extends Length & { readonly description?: string }>(options: O) =>
  Type.Unsafe<string>({ ...options, [Kind]: kind, type: 'string' }) as TUnsafe<string> & O
