import { Kind, type TSchema, type TUnsafe, Type, TypeRegistry } from '@sinclair/typebox'

const kind = 'Characters'

interface Length {
  readonly minLength?: number
  readonly maxLength: number
  readonly pattern?: string
}

// TypeBox counts UTF-16 units, of which an emoji has two or more; JSON schema means characters.
TypeRegistry.Set<TSchema & Length>(kind, ({ minLength = 0, maxLength, pattern }, value) => {
  if (typeof value !== 'string' || value.length < minLength) return false
  if (pattern !== undefined && !new RegExp(pattern).test(value)) return false
  return value.length <= maxLength || (value.length <= 2 * maxLength && [...value].length <= maxLength)
})

/** A text of at most so many characters, as JSON schema and people count them. */
export const Characters = <const O extends Length & { readonly description?: string }>(options: O) =>
  Type.Unsafe<string>({ ...options, [Kind]: kind, type: 'string' }) as TUnsafe<string> & O

/**
 * A name that somebody gives: no control characters, which nobody sees, and which change what a terminal shows around them.
 * Line breaks, tabs and NULs come with what is pasted: they are let in, and kept as spaces.
 */
export const GivenName = <
  const O extends Length & { readonly description?: string; readonly examples: readonly string[] },
>(
  options: O,
) => Characters({ ...options, pattern: '^[^\\u0001-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F]*$' })
