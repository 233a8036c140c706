import { ApiError } from '@ollama-dashboard/client'

/** What is wrong with a field of the form, as a sentence; absent where nothing is. */
export interface FieldErrors {
  readonly name?: string
  readonly expiry?: string
}

/** What the API says of single fields; null where it says something else, which belongs to the form as a whole. */
export function fieldErrorsOf(error: unknown): FieldErrors | null {
  if (!(error instanceof ApiError)) return null
  const { code, detail, errors = [] } = error.problem
  if (code === 'key_exists') return { name: detail }
  const of = (path: string) => errors.find((one) => one.path === path)?.message
  const [name, expiry] = [of('/body/name'), of('/body/expires_at')]
  if (name === undefined && expiry === undefined) return null
  return { ...(name !== undefined && { name }), ...(expiry !== undefined && { expiry }) }
}
