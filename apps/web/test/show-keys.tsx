import type { ApiKey, Role, RoleRecord, Session } from '@ollama-dashboard/contracts'
import { QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router'
import { onTestFinished, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { forgetFreshKey } from '../src/features/admin/keys/fresh-key.ts'
import { builtInRoles } from '../src/lib/access/roles.ts'
import { createQueryClient } from '../src/lib/api/query-client.ts'
import { createAppRouter } from '../src/routes/router.tsx'
import '../src/styles.css'
import { apiKey, availableModel, sessionOf } from './fixtures.ts'
import { builtInRecords } from './show-roles.tsx'

const hour = 3_600_000
export const inHours = (hours: number): string => new Date(Date.now() + hours * hour).toISOString()

export const keyOf = (id: string, name: string, more: Partial<ApiKey> = {}): ApiKey =>
  apiKey(id, name, { created_at: inHours(-72), ...more })

export const ofEnvironment = (role: Role): ApiKey =>
  keyOf('', `API_KEY_${role.toUpperCase()}`, {
    id: `env:${role}`,
    role,
    source: 'environment',
    prefix: null,
    created_at: null,
    created_by: null,
  })

const problem = (status: number, code: string, detail: string) =>
  Response.json({ type: 'about:blank', title: code, status, code, detail, trace_id: 'a' }, { status })

const installed = ['llama3.2:3b', 'llama3.1:8b', 'qwen3:14b'].map((name) => availableModel(name))

const builtIn = (role: string | null | undefined): Role => builtInRoles.find((one) => one === role) ?? 'admin'

export interface ShowKeysOptions {
  readonly keys?: readonly ApiKey[]
  /** Beside the built-in ones. */
  readonly roles?: readonly RoleRecord[]
  readonly session?: Partial<Session>
  readonly path?: string
}

/** The page of keys with an API that has these, until the test ends: what it has, and what it was asked. */
export async function showKeys({ keys = [], roles = [], session = {}, path = '/admin/keys' }: ShowKeysOptions = {}) {
  const api = {
    keys: [...keys],
    asked: [] as string[],
    sent: [] as { readonly method: string; readonly path: string; readonly body: unknown }[],
    /** What the next change is refused with. */
    refuse: null as Response | null,
  }
  const fresh = (key: ApiKey, text: string) => ({ ...key, key: text })
  vi.stubGlobal('fetch', async (url: string, { method = 'GET', body }: RequestInit = {}) => {
    const { pathname } = new URL(url, location.origin)
    api.asked.push(`${method} ${pathname}`)
    if (pathname === '/api/session')
      return Response.json(sessionOf(builtIn(session.role), { key_id: 'env:admin', via: 'cookie', ...session }))
    if (pathname === '/api/keys/names') return Response.json({ names: {} })
    if (pathname === '/api/roles') return Response.json({ roles: [...builtInRecords, ...roles] })
    if (pathname === '/api/models/available') return Response.json({ models: installed })
    if (!pathname.startsWith('/api/keys')) return problem(503, 'ollama_unreachable', 'Ollama is unreachable.')
    if (method === 'GET') return Response.json({ keys: api.keys })
    const input = JSON.parse(String(body ?? 'null'))
    api.sent.push({ method, path: decodeURIComponent(pathname), body: input })
    const { refuse } = api
    api.refuse = null
    if (refuse) return refuse
    const [, , , id, rotate] = decodeURIComponent(pathname).split('/')
    const known = api.keys.find((key) => key.id === id)
    if (!known) {
      const made = keyOf('new', input.name, {
        role: input.role,
        grant: input.grant ?? null,
        expires_at: input.expires_at ?? null,
      })
      api.keys.push(made)
      return Response.json(fresh(made, 'od_new_secret'), { status: 201 })
    }
    if (rotate) return Response.json(fresh({ ...known, replaced_until: inHours(24) }, 'od_rotated_secret'))
    const changed = method === 'DELETE' ? { ...known, revoked_at: inHours(0) } : { ...known, ...input }
    api.keys = api.keys.map((key) => (key.id === id ? changed : key))
    return Response.json(method === 'DELETE' ? { success: true, message: 'Revoked.' } : changed)
  })
  onTestFinished(() => {
    vi.unstubAllGlobals()
    forgetFreshKey()
  })
  const client = createQueryClient()
  const router = createAppRouter()
  router.update({ ...router.options, history: createMemoryHistory({ initialEntries: [path] }) })
  await render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
  return { api, client, router, problem }
}

export const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) })
