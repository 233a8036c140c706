import { ApiError } from '@ollama-dashboard/client'

/** What is wrong with a field of the form of a role, as a sentence; absent where nothing is. */
export interface RoleFieldErrors {
  readonly name?: string
  readonly description?: string
}

/** What the API says of single fields; null where it says something else, which belongs to the form as a whole. */
export function roleErrorsOf(error: unknown): RoleFieldErrors | null {
  if (!(error instanceof ApiError)) return null
  const { code, detail, errors = [] } = error.problem
  if (code === 'role_exists') return { name: detail }
  const of = (path: string) => errors.find((one) => one.path === path)?.message
  const [name, description] = [of('/body/name'), of('/body/description')]
  if (name === undefined && description === undefined) return null
  return { ...(name !== undefined && { name }), ...(description !== undefined && { description }) }
}
