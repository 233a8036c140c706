import { ApiError } from '@ollama-dashboard/client'

const paths = {
  name: '/body/name',
  role: '/body/role',
  expiry: '/body/expires_at',
  models: '/body/grant/models',
  instances: '/body/grant/instances',
  addresses: '/body/grant/addresses',
} as const

/** What is wrong with a field of the form, as a sentence; absent where nothing is. */
export type FieldErrors = { readonly [Field in keyof typeof paths]?: string }

/** What the API says of single fields; null where it says something else, which belongs to the form as a whole. */
export function fieldErrorsOf(error: unknown): FieldErrors | null {
  if (!(error instanceof ApiError)) return null
  const { code, detail, errors = [] } = error.problem
  if (code === 'key_exists') return { name: detail }
  if (code === 'role_not_found') return { role: detail }
  const found = Object.entries(paths).flatMap(([field, path]) => {
    const one = errors.find(({ path: at }) => at === path || at.startsWith(`${path}/`))
    return one ? [[field, one.message] as const] : []
  })
  return found.length === 0 ? null : Object.fromEntries(found)
}
