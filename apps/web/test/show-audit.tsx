import type { AuditEntry, AuditVerification, HealthComponent, Role } from '@ollama-dashboard/contracts'
import { QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router'
import { onTestFinished, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { createQueryClient } from '../src/lib/api/query-client.ts'
import { createAppRouter } from '../src/routes/router.tsx'
import '../src/styles.css'
import { apiKey, sessionOf } from './fixtures.ts'

const laptop: AuditEntry['actor'] = {
  key_id: 'key:laptop',
  name: 'laptop',
  role: 'operator',
  address: '192.168.1.20',
  via: 'session',
}

/** An entry, a second later than the one before. */
export const auditEntry = (seq: number, differing: Partial<AuditEntry> = {}): AuditEntry => ({
  seq,
  time: new Date(Date.now() - 3_600_000 + seq * 1000).toISOString(),
  actor: laptop,
  action: 'models.start',
  target: 'qwen3:14b',
  instance: 'default',
  outcome: 'done',
  code: null,
  count: 1,
  before: null,
  after: null,
  trace_id: `4bf92f3577b34da6a3ce929d0e0e${String(seq).padStart(4, '0')}`,
  prev: String(seq - 1).padStart(64, '0'),
  hash: String(seq).padStart(64, '0'),
  ...differing,
})

export const unknownActor: AuditEntry['actor'] = {
  key_id: null,
  name: 'unknown',
  role: null,
  address: '203.0.113.7',
  via: 'none',
}

export const savedSettings = auditEntry(2, {
  action: 'settings.save',
  before: { num_ctx: 8192 },
  after: { num_ctx: 16_384, temperature: 0.15 },
})
export const refused = auditEntry(3, { action: 'models.delete', outcome: 'refused', code: 'forbidden' })
export const signIns = auditEntry(4, {
  actor: unknownActor,
  action: 'access.sign_in',
  target: null,
  instance: null,
  outcome: 'refused',
  code: 'unauthorized',
  count: 10,
})
export const few = [auditEntry(1), savedSettings, refused, signIns]
export const many = Array.from({ length: 120 }, (_, index) => auditEntry(index + 1))

export const problem = (status: number, code: string, detail: string) =>
  Response.json({ type: 'about:blank', title: code, status, code, detail, hint: null, trace_id: 'a' }, { status })

export interface ShowAuditOptions {
  /** In any order. */
  readonly entries?: readonly AuditEntry[]
  readonly role?: Role
  readonly path?: string
  readonly prepare?: (api: ReturnType<typeof fakeApi>) => void
}

const fakeApi = (entries: readonly AuditEntry[]) => ({
  entries: [...entries],
  verification: {
    intact: true,
    lines: entries.length,
    anchored: null,
    checked_at: new Date(Date.now() - 40_000).toISOString(),
  } as AuditVerification,
  /** What lists, exports and verifications are refused with. */
  refuse: null as (() => Response) | null,
  /** What health tells of the log, where that is not well. */
  issue: null as Pick<HealthComponent, 'status' | 'detail'> | null,
  settings: {} as Record<string, unknown>,
  asked: [] as string[],
  saved: [] as unknown[],
})

/** The page of the audit log with an API that has these entries, until the test ends. */
export async function showAudit({ entries = [], role = 'admin', path = '/audit', prepare }: ShowAuditOptions = {}) {
  const api = fakeApi(entries)
  prepare?.(api)
  vi.stubGlobal('fetch', async (url: string, { method = 'GET', body }: RequestInit = {}) => {
    const { pathname, searchParams } = new URL(url, location.origin)
    api.asked.push(`${method} ${pathname}`)
    if (pathname === '/api/session') return Response.json(sessionOf(role, { key_id: `env:${role}`, via: 'cookie' }))
    if (pathname === '/api/keys') return Response.json({ keys: [apiKey('laptop', 'work laptop')] })
    if (pathname === '/api/keys/names') return Response.json({ names: { 'key:laptop': 'work laptop' } })
    if (pathname === '/api/health') return Response.json({ status: 'healthy', components: componentsOf(api) })
    if (pathname.startsWith('/api/models/settings/')) {
      if (method === 'POST')
        api.saved.push({ url: decodeURIComponent(url.slice(url.indexOf('/api'))), body: JSON.parse(String(body)) })
      const entry = { model: 'qwen3:14b', settings: api.settings, source: 'user', updated_at: null, updated_by: null }
      return Response.json(entry, { headers: { etag: '"1"' } })
    }
    if (!pathname.startsWith('/api/audit')) return problem(503, 'ollama_unreachable', 'Ollama is unreachable.')
    if (api.refuse) return api.refuse()
    if (pathname.endsWith('/verify')) return Response.json(api.verification)
    const found = filtered(api.entries, searchParams)
    if (pathname.endsWith('/export'))
      return new Response(
        found
          .toSorted((a, b) => a.seq - b.seq)
          .map((entry) => `${JSON.stringify(entry)}\n`)
          .join(''),
      )
    return Response.json(pageOf(api.entries, found, searchParams))
  })
  onTestFinished(() => void vi.unstubAllGlobals())
  const client = createQueryClient()
  const router = createAppRouter()
  router.update({ ...router.options, history: createMemoryHistory({ initialEntries: [path] }) })
  await render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
  return { api, client, router }
}

const componentsOf = ({ issue }: ReturnType<typeof fakeApi>) =>
  issue ? [{ name: 'audit', since: '2026-01-01T00:00:00Z', ...issue }] : []

/** All but the filter of the outcome, as the API reads them. */
function filtered(entries: readonly AuditEntry[], query: URLSearchParams, { outcome = query.get('outcome') } = {}) {
  const [actor, action, target] = ['actor', 'action', 'target'].map((name) => query.get(name))
  const [from, to] = ['from', 'to'].map((name) => query.get(name))
  return entries.filter(
    (entry) =>
      (!actor || entry.actor.key_id === actor || entry.actor.name === actor) &&
      (!action || (action.endsWith('*') ? entry.action.startsWith(action.slice(0, -1)) : entry.action === action)) &&
      (!target || entry.target?.includes(target) || entry.trace_id === target) &&
      (!outcome || entry.outcome === outcome) &&
      (!from || entry.time >= from) &&
      (!to || entry.time < to),
  )
}

function pageOf(all: readonly AuditEntry[], found: readonly AuditEntry[], query: URLSearchParams) {
  const [before, limit] = [Number(query.get('before') ?? Number.POSITIVE_INFINITY), Number(query.get('limit'))]
  const older = found.toSorted((a, b) => b.seq - a.seq).filter(({ seq }) => seq < before)
  const entries = older.slice(0, limit)
  const others = filtered(all, query, { outcome: '' })
  const count = (outcome: string) => others.filter((entry) => entry.outcome === outcome).length
  return {
    entries,
    next: older.length > limit ? entries.at(-1)?.seq : null,
    total: all.length,
    since: all.map(({ time }) => time).toSorted()[0] ?? null,
    counts: { refused: count('refused'), failed: count('failed') },
    matches: found.length,
  }
}

export const rowOf = (seq: number) =>
  page.getByRole('row').filter({ has: page.getByRole('button', { name: `Details of entry ${seq}`, exact: true }) })
export const opener = (seq: number) => page.getByRole('button', { name: `Details of entry ${seq}`, exact: true })
