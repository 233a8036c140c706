/** What is told of an error across threads, where errors lose what is not in every error. */
export interface PlainError {
  readonly message: string
  readonly stack: string | undefined
  readonly code: string | undefined
  readonly errcode: number | undefined
}

export function toPlainError(error: unknown): PlainError {
  const { message, stack, code, errcode } = error as Error & { code?: string; errcode?: number }
  return { message: String(message), stack, code, errcode }
}

export function fromPlainError({ message, stack, code, errcode }: PlainError): Error {
  const told = { ...(stack !== undefined && { stack }), ...(code !== undefined && { code }) }
  return Object.assign(new Error(message), told, errcode !== undefined && { errcode })
}
