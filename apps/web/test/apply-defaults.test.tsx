import type { SettingsEntry } from '@ollama-dashboard/contracts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { modelDefaults } from '../src/features/admin/model-defaults.ts'
import { DefaultsAction } from '../src/features/admin/table/defaults-action.tsx'
import { sessionQuery } from '../src/lib/queries/server.ts'
import { Toaster } from '../src/parts/notices/toaster.tsx'
import { sessionOf } from './fixtures.ts'

const name = 'qwen3:14b'
const recommended = { num_ctx: 32_768, temperature: 0.6 }
const nothing: SettingsEntry = { model: name, settings: {}, source: 'default', updated_at: null, updated_by: null }
const bob: SettingsEntry = {
  model: name,
  settings: { num_ctx: 4096, seed: 7 },
  source: 'user',
  updated_at: '2026-01-02T03:04:05Z',
  updated_by: 'bob',
}

/** What the API is sent, beside reads, and what is saved there by now. */
let sent: { readonly call: string; readonly body: unknown; readonly ifMatch: string | null }[] = []
let stored = nothing
/** What the API exports: the file's own form of all that is saved. */
let exported: Record<string, unknown> = {}

beforeEach(() => {
  sent = []
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const isRead = init.method === 'GET'
    const ifMatch = new Headers(init.headers).get('if-match')
    if (!isRead) sent.push({ call: `${init.method} ${url}`, body: JSON.parse(String(init.body ?? 'null')), ifMatch })
    const etag = isRead ? '"before"' : '"after"'
    if (isRead && url.endsWith('/export')) return Response.json(exported)
    return new Response(JSON.stringify(isRead ? stored : { ...stored, settings: recommended }), {
      headers: { 'content-type': 'application/json', etag },
    })
  })
})
afterEach(() => vi.unstubAllGlobals())

/** The list as the page has it: nothing is saved for the model. */
async function show() {
  const reasons = Object.entries(recommended).map(([field, value]) => ({
    field: field as 'num_ctx' | 'temperature',
    value,
    why: 'It fits.',
  }))
  const [model] = modelDefaults({
    installed: [name],
    saved: [],
    advice: { recommendations: [{ model: name, settings: recommended, reasons }], errors: [] },
  })
  if (!model) throw new Error('There is a model.')
  const client = new QueryClient({
    defaultOptions: { queries: { enabled: false, staleTime: Number.POSITIVE_INFINITY } },
  })
  client.setQueryData(sessionQuery.queryKey, sessionOf('admin'))
  const view = () => (
    <QueryClientProvider client={client}>
      <DefaultsAction model={model} onDone={() => undefined} />
      <Toaster />
    </QueryClientProvider>
  )
  const router = createRouter({
    routeTree: createRootRoute({ component: view }),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  // The application's own router is the registered one; all that matters here is that there is one.
  await render(<RouterProvider router={router as never} />)
}

const apply = () => page.getByRole('button', { name: `Apply to ${name}` }).click()
const undo = () => page.getByRole('button', { name: 'Undo' }).click()

test('what somebody saved a moment ago stays theirs, and comes back with Undo', async () => {
  stored = bob
  const entry = { settings: { ...bob.settings, source: 'an unknown setting' }, source: 'user', updated_by: 'bob' }
  exported = { [name]: entry, 'other:1b': { settings: {} } }
  await show()
  await apply()
  await expect.poll(() => sent).toHaveLength(1)
  expect(sent[0]).toMatchObject({ call: 'POST /api/models/settings/qwen3%3A14b', body: recommended })
  await undo()
  await expect.poll(() => sent).toHaveLength(2)
  expect(sent[1]).toMatchObject({ call: 'POST /api/models/settings/import?undo=true', body: { [name]: entry } })
  expect(Object.keys(Object(sent[1]?.body))).toEqual([name])
})

test('where nothing is saved it is a reset, and Undo takes away that alone', async () => {
  stored = nothing
  await show()
  await apply()
  await expect.poll(() => sent).toHaveLength(1)
  expect(sent[0]).toMatchObject({ call: 'POST /api/models/settings/qwen3%3A14b/reset', ifMatch: '"before"' })
  await undo()
  await expect.poll(() => sent).toHaveLength(2)
  expect(sent[1]).toMatchObject({ call: 'DELETE /api/models/settings/qwen3%3A14b?undo=true', ifMatch: '"after"' })
})
