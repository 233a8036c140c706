import type { Role, Session, TimelineEntry } from '@ollama-dashboard/contracts'
import { QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { createQueryClient } from '../src/lib/api/query-client.ts'
import { timelineKey } from '../src/lib/queries/keys.ts'
import { createAppRouter } from '../src/routes/router.tsx'
import '../src/styles.css'
import { sessionOf } from './fixtures.ts'

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString()

const entryOf = (id: string, type: string, differing: Partial<TimelineEntry> = {}): TimelineEntry => ({
  id,
  at: ago(60),
  ended_at: null,
  kind: 'model',
  type,
  instance: 'default',
  model: 'qwen3:14b',
  by: null,
  detail: null,
  severity: null,
  before: null,
  after: null,
  speeds: [],
  ...differing,
})

const version = entryOf('v', 'ollama.version', {
  kind: 'version',
  model: null,
  at: ago(3 * 86_400),
  before: '0.32.14',
  after: '0.32.15',
  speeds: [{ instance: 'default', model: 'qwen3:14b', before: 40.25, after: 34.1, change_percent: -15.3 }],
})
const alert = entryOf('alert:cut:firing', 'alert.firing', {
  kind: 'alert',
  severity: 'warning',
  at: ago(30),
  detail: 'Prompts are being cut on qwen3:14b.',
})
const audit = entryOf('audit:41', 'models.delete', { kind: 'audit', by: 'env:admin', at: ago(40), detail: 'done' })
const few = [
  alert,
  audit,
  entryOf('l', 'model.loaded', { by: 'env:operator', detail: 'In 3.8 s.' }),
  entryOf('x', 'model.sang_a_song', { at: ago(70) }),
  version,
]

interface ShowOptions {
  readonly entries?: TimelineEntry[]
  readonly role?: Role
  readonly session?: Partial<Session>
  readonly path?: string
}

async function showTimeline({ entries = few, role = 'admin', path = '/timeline', session }: ShowOptions = {}) {
  const api = { entries, asked: [] as URLSearchParams[], isAway: false }
  vi.stubGlobal('fetch', async (url: string) => {
    const { pathname, searchParams } = new URL(url, location.origin)
    if (pathname === '/api/session')
      return Response.json(sessionOf(role, { key_id: `env:${role}`, via: 'cookie', ...session }))
    const away = { type: 'about:blank', title: 'Away', status: 503, code: 'storage_unavailable', detail: 'Away.' }
    if (pathname !== '/api/timeline' || api.isAway) return Response.json({ ...away, trace_id: 'a' }, { status: 503 })
    api.asked.push(searchParams)
    const kinds = searchParams.getAll('kinds')
    const found = api.entries.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind))
    const from = found.findIndex(({ id }) => id === searchParams.get('before')) + 1
    const limit = Number(searchParams.get('limit'))
    const shown = found.slice(from, from + limit)
    return Response.json({ entries: shown, next: found.length > from + limit ? shown.at(-1)?.id : null })
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

const list = page.getByRole('region', { name: 'What happened' })
const row = (name: RegExp) => list.getByRole('button', { name })

beforeEach(() => page.viewport(1440, 900))

test('each entry tells when, what and by whom, by days, also of a type that this version does not know', async () => {
  await showTimeline()
  await expect.element(row(/Warning Prompts are being cut on qwen3:14b/)).toBeVisible()
  await expect.element(row(/Delete qwen3:14b by API_KEY_ADMIN/)).toBeVisible()
  await expect.element(row(/qwen3:14b loaded by API_KEY_OPERATOR In 3\.8 s\./)).toBeVisible()
  await expect.element(row(/qwen3:14b Model sang a song/)).toBeVisible()
  await expect.element(row(/Ollama has another version 0\.32\.14 → 0\.32\.15/)).toBeVisible()
  expect(list.getByRole('heading').elements()[0]?.textContent).toMatch(/Today|Yesterday/)
})

test('a new version tells how fast models were before and after', async () => {
  const { router } = await showTimeline()
  await row(/another version/).click()
  const speeds = page.getByRole('table', { name: /Tokens per second/ })
  await expect.element(speeds.getByRole('row', { name: 'qwen3:14b 40.3 34.1 −15 %' })).toBeVisible()
  expect(router.state.location.search).toMatchObject({ entry: 'v' })
})

test('of an alert the first sentence is what happened, and the rest stands beside it', async () => {
  const detail = 'VRAM above 95 %. VRAM is at 97 % of 24.0 GiB. Stop a model, or use a shorter context.'
  await showTimeline({ entries: [{ ...alert, id: 'alert:vram:resolved', type: 'alert.resolved', detail }] })
  await expect
    .element(row(/VRAM above/))
    .toMatchTextContent(/VRAM above 95 %\s*Resolved · VRAM is at 97 % of 24\.0 GiB\. Stop/)
})

test('an entry leads to the alert, and to its page of the audit log', async () => {
  await showTimeline()
  await row(/Prompts are being cut/).click()
  const toAlert = list.getByRole('link', { name: 'Go to the alert' })
  await expect.element(toAlert).toHaveAttribute('href', '/alerts?alert=cut')
  await row(/Delete/).click()
  const toAudit = list.getByRole('link', { name: 'Entry in the audit log' })
  await expect.element(toAudit).toHaveAttribute('href', '/audit?before=42&entry=41')
})

test('kinds and the range stand in the address, and what they leave can be taken back', async () => {
  const { api, router } = await showTimeline()
  await page.getByRole('button', { name: 'Versions' }).click()
  await expect.element(row(/another version/)).toBeVisible()
  await expect.element(row(/loaded/)).not.toBeInTheDocument()
  await page.getByRole('button', { name: '30 d' }).click()
  expect(router.state.location.search).toMatchObject({ kinds: ['version'], last: '30d' })
  await expect.poll(() => Date.now() - Date.parse(api.asked.at(-1)?.get('from') ?? '')).toBeGreaterThan(29 * 86_400_000)
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect.element(row(/loaded/)).toBeVisible()
  expect(router.state.location.search).toEqual({ last: '30d' })
})

test('older entries come on demand; new ones stand above them as they happen', async () => {
  const many = Array.from({ length: 70 }, (_, index) =>
    entryOf(`e${index}`, 'model.loaded', { model: `m${index}:1b`, at: ago(100 + index) }),
  )
  const { api, client } = await showTimeline({ entries: many })
  await expect.element(row(/m49:1b/)).toBeInTheDocument()
  await expect.element(row(/m50:1b/)).not.toBeInTheDocument()
  await page.getByRole('button', { name: 'Load more' }).click()
  await expect.element(row(/m69:1b/)).toBeInTheDocument()
  await expect.element(page.getByRole('button', { name: 'Load more' })).not.toBeInTheDocument()
  api.entries = [entryOf('new', 'model.unloaded', { model: 'fresh:1b', at: ago(1) }), ...many]
  await client.invalidateQueries({ queryKey: timelineKey })
  await expect.element(row(/fresh:1b unloaded/)).toBeVisible()
  expect(list.getByRole('listitem').elements()).toHaveLength(71)
})

test('after a long absence the list begins anew, without a gap', async () => {
  const { api, client } = await showTimeline({ entries: [entryOf('old', 'model.loaded', { model: 'old:1b' })] })
  await expect.element(row(/old:1b/)).toBeVisible()
  api.entries = Array.from({ length: 80 }, (_, index) =>
    entryOf(`n${index}`, 'model.loaded', { model: `n${index}:1b` }),
  )
  await client.invalidateQueries({ queryKey: timelineKey })
  await expect.element(row(/n49:1b/)).toBeInTheDocument()
  await expect.element(row(/old:1b/)).not.toBeInTheDocument()
  await page.getByRole('button', { name: 'Load more' }).click()
  await expect.element(row(/n79:1b/)).toBeInTheDocument()
})

test('the keyboard walks the list, opens and closes', async () => {
  await showTimeline()
  await expect.element(row(/loaded/)).toBeVisible()
  await userEvent.keyboard('jj{Enter}')
  await expect.element(row(/Delete/)).toHaveAttribute('aria-expanded', 'true')
  await userEvent.keyboard('{Escape}')
  await expect.element(row(/Delete/)).toHaveAttribute('aria-expanded', 'false')
  await expect.element(row(/Delete/)).toHaveFocus()
})

test('with nothing there, and with nothing that matches, the page says why', async () => {
  await showTimeline({ entries: [] })
  await expect.element(page.getByText('No entries yet')).toBeVisible()
  await page.getByRole('button', { name: 'Jobs', exact: true }).last().click()
  await expect.element(page.getByText('No matching entries')).toBeVisible()
})

test('kinds that the caller may not read are locked', async () => {
  await showTimeline({ role: 'viewer' })
  await expect.element(page.getByRole('button', { name: 'Audit needs admin' })).toBeDisabled()
})

test('without the right to any the page is locked', async () => {
  await showTimeline({ session: { role: 'night-shift', permissions: [] } })
  await expect.element(page.getByText('Your role night-shift does not include: See the timeline.')).toBeVisible()
})
