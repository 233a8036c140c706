import type { BrowserSession, Session } from '@ollama-dashboard/contracts'
import { QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router'
import { onTestFinished, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { createQueryClient } from '../src/lib/api/query-client.ts'
import { setUser } from '../src/lib/api/signed-in.ts'
import { createAppRouter } from '../src/routes/router.tsx'
import '../src/styles.css'
import { sessionOf as callerOf } from './fixtures.ts'

const hour = 3_600_000
const inHours = (hours: number): string => new Date(Date.now() + hours * hour).toISOString()

export const sessionOf = (id: string, more: Partial<BrowserSession> = {}): BrowserSession => ({
  id,
  key_id: 'env:admin',
  browser: 'Firefox 145 on Windows',
  address: '192.168.1.20',
  created_at: inHours(-73),
  last_seen_at: inHours(-3.5),
  expires_at: inHours(9),
  is_current: false,
  ...more,
})

export const own = (more: Partial<BrowserSession> = {}) =>
  sessionOf('own', { browser: 'Chrome 142 on macOS', is_current: true, last_seen_at: inHours(0), ...more })

const problem = (status: number, code: string, detail: string) =>
  Response.json({ type: 'about:blank', title: code, status, code, detail, trace_id: 'a' }, { status })

export interface ShowSessionsOptions {
  readonly sessions?: readonly BrowserSession[]
  readonly session?: Partial<Session>
  readonly names?: Readonly<Record<string, string>>
  readonly path?: string
}

/** The page of sessions with an API that has these, until the test ends: what it has, and what it was asked to change. */
export async function showSessions(options: ShowSessionsOptions = {}) {
  const { sessions = [], session, names = {}, path = '/admin/sessions' } = options
  const api = {
    sessions: [...sessions],
    ended: [] as string[],
    isSignedIn: true,
    /** What ending one of these is refused with. */
    refusals: new Map<string, () => Response>(),
    /** What the list is refused with. */
    refuse: null as (() => Response) | null,
  }
  vi.stubGlobal('fetch', async (url: string, { method = 'GET' }: RequestInit = {}) => {
    const { pathname } = new URL(url, location.origin)
    if (pathname === '/api/session') {
      if (method === 'DELETE') {
        api.ended.push('this browser')
        api.isSignedIn = false
      }
      const caller = callerOf('admin', { key_id: 'env:admin', via: 'cookie', ...session })
      return Response.json(
        api.isSignedIn ? caller : { ...caller, role: null, key_id: null, permissions: [], via: 'none' },
      )
    }
    if (pathname === '/api/keys/names') return Response.json({ names })
    if (!pathname.startsWith('/api/sessions')) return problem(503, 'ollama_unreachable', 'Ollama is unreachable.')
    if (method === 'GET') return api.refuse?.() ?? Response.json({ sessions: api.sessions })
    const id = pathname.split('/').at(-1) ?? ''
    const refusal = api.refusals.get(id)?.()
    if (refusal) return refusal
    api.ended.push(id)
    api.sessions = api.sessions.filter((one) => one.id !== id)
    return Response.json({ success: true, message: 'Signed out.' })
  })
  onTestFinished(() => {
    vi.unstubAllGlobals()
    setUser(null)
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

export const row = (text: string | RegExp) => page.getByRole('row').filter({ hasText: text })
