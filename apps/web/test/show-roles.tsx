import type { ApiKey, RoleRecord, Session } from '@ollama-dashboard/contracts'
import { permissionsOf } from '@ollama-dashboard/contracts'
import { QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router'
import { onTestFinished, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { builtInRoles } from '../src/lib/access/roles.ts'
import { createQueryClient } from '../src/lib/api/query-client.ts'
import { createAppRouter } from '../src/routes/router.tsx'
import '../src/styles.css'
import { sessionOf } from './fixtures.ts'

type Parts = Partial<Pick<RoleRecord, 'based_on' | 'allow' | 'deny'>>

/** A role that somebody made, with the permissions that follow from its parts. */
export function roleOf(name: string, parts: Parts = {}, more: Partial<RoleRecord> = {}): RoleRecord {
  const whole = { based_on: null, allow: [], deny: [], ...parts }
  return {
    name,
    description: '',
    built_in: false,
    ...whole,
    permissions: [...permissionsOf(whole)],
    keys: 0,
    created_at: '2026-01-01T00:00:00Z',
    created_by: 'env:admin',
    ...more,
  }
}

export const builtInRecords: readonly RoleRecord[] = builtInRoles.map((name) =>
  roleOf(name, { based_on: name }, { built_in: true, based_on: null, created_at: null, created_by: null }),
)

const problem = (status: number, code: string, detail: string) =>
  Response.json({ type: 'about:blank', title: code, status, code, detail, trace_id: 'a' }, { status })

export interface ShowRolesOptions {
  readonly roles?: readonly RoleRecord[]
  readonly keys?: readonly ApiKey[]
  readonly session?: Partial<Session>
  readonly path?: string
}

/** The page of roles with an API that has these, until the test ends: what it was asked, and its client. */
export async function showRoles({ roles = [], keys = [], session, path = '/admin/roles' }: ShowRolesOptions = {}) {
  const api = {
    roles: [...builtInRecords, ...roles],
    asked: [] as string[],
    sent: [] as { readonly method: string; readonly path: string; readonly body: unknown }[],
    /** What the next change is refused with. */
    refuse: null as Response | null,
  }
  vi.stubGlobal('fetch', async (url: string, { method = 'GET', body }: RequestInit = {}) => {
    const { pathname } = new URL(url, location.origin)
    api.asked.push(`${method} ${pathname}`)
    if (pathname === '/api/session')
      return Response.json(sessionOf('admin', { key_id: 'env:admin', via: 'cookie', ...session }))
    if (pathname === '/api/keys/names') return Response.json({ names: {} })
    if (pathname === '/api/keys') return Response.json({ keys })
    if (!pathname.startsWith('/api/roles')) return problem(503, 'ollama_unreachable', 'Ollama is unreachable.')
    if (method === 'GET') return Response.json({ roles: api.roles })
    const input = JSON.parse(String(body ?? 'null'))
    api.sent.push({ method, path: pathname, body: input })
    const { refuse } = api
    api.refuse = null
    if (refuse) return refuse
    const name = pathname.split('/')[3] ?? input.name
    const before = api.roles.find((role) => role.name === name)
    const others = api.roles.filter((role) => role !== before)
    if (method === 'DELETE') {
      api.roles = others
      return Response.json({ success: true, message: 'Deleted.' })
    }
    const changed = roleOf(
      name,
      { ...before, ...input },
      { description: input.description ?? before?.description ?? '' },
    )
    api.roles = [...others, changed]
    return Response.json(changed, { status: method === 'POST' ? 201 : 200 })
  })
  onTestFinished(() => {
    vi.unstubAllGlobals()
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
export const dialog = (name: string) => page.getByRole('dialog', { name })
