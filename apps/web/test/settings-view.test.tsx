import type { ModelInfo, Recommendation, SettingsEntry, SystemStats } from '@ollama-dashboard/contracts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { setEdits } from '../src/features/models/settings-drafts.ts'
import { SettingsView } from '../src/features/models/settings-view.tsx'
import {
  effectiveSettingsQuery,
  modelInfoQuery,
  recommendedSettingsQuery,
  runningQuery,
  sessionQuery,
  settingsQuery,
  statsQuery,
} from '../src/lib/queries.ts'
import { Toaster } from '../src/ui/toaster.tsx'
import { availableModel, runningModel } from './fixtures.ts'

const name = 'qwen3:14b'
const gib = 2 ** 30
const entry: SettingsEntry = {
  model: name,
  settings: { num_ctx: 16_384, temperature: 0.8 },
  source: 'user',
  updated_at: '2026-01-02T03:04:05Z',
  updated_by: 'laptop',
}
const info = {
  model: { ...availableModel(name), context_length: 40_960, has_reasoning: true },
  memory: {
    weights_bytes: 9 * gib,
    kv_cache_bytes_per_token: 163_840,
    kv_cache_type: 'q8_0',
    num_parallel: 4,
    estimate: [2048, 4096, 8192, 16_384, 32_768, 40_960].map((context) => ({
      context,
      bytes: 9 * gib + context * 163_840,
      fits: 'yes',
      observed: false,
    })),
  },
} as unknown as ModelInfo
const recommendation: Recommendation = {
  model: name,
  settings: { num_ctx: 32_768, temperature: 0.6 },
  reasons: [
    { field: 'num_ctx', value: 32_768, why: 'The largest that fits.' },
    { field: 'temperature', value: 0.6, why: 'The model card asks for it.', source: 'https://www.huggingface.co/Qwen' },
  ],
}
const stats = {
  vram: { total: 24 * gib, used: 12 * gib, free: 12 * gib, percent: 50 },
  memory: { total: 64 * gib, used: 4 * gib, available: 60 * gib, percent: 6 },
} as SystemStats

/** What the API is sent, and what it answers: a status and a body. */
let sent: { readonly url: string; readonly body: unknown }[] = []
let answer: readonly [number, unknown] = [200, entry]
/** Lets the API answer; until then it takes its time. */
let release = Promise.resolve()

beforeEach(() => {
  sent = []
  release = Promise.resolve()
  setEdits(name, {})
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    if (init.method !== 'GET') sent.push({ url, body: JSON.parse(String(init.body ?? 'null')) })
    if (init.method !== 'GET') await release
    const [status, body] = init.method === 'GET' ? [200, entry] : answer
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
  })
})
afterEach(() => vi.unstubAllGlobals())

async function show({ role = 'operator' as 'viewer' | 'operator', isLoaded = true } = {}) {
  const client = new QueryClient({
    defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, enabled: false, retry: false } },
  })
  const running = runningModel(name, { allocated_context: 16_384, size: 11 * gib, size_vram: 11 * gib })
  client.setQueryData(sessionQuery.queryKey, { role, key_id: 'k', via: 'key' })
  client.setQueryData(settingsQuery(name).queryKey, entry)
  client.setQueryData(modelInfoQuery(undefined, name).queryKey, info)
  client.setQueryData(recommendedSettingsQuery(undefined, name).queryKey, recommendation)
  client.setQueryData(statsQuery.queryKey, stats)
  client.setQueryData(runningQuery(undefined).queryKey, {
    models: isLoaded ? [running] : [],
    fetched_at: '2026-01-02T03:04:05Z',
    stale: false,
  })
  client.setQueryData(effectiveSettingsQuery(undefined, name).queryKey, {
    model: name,
    needs_restart: false,
    options: [
      {
        field: 'num_ctx',
        value: 16_384,
        origin: 'saved',
        reloads: true,
        without_saved: { value: 32_768, origin: 'server' },
      },
      {
        field: 'temperature',
        value: 0.8,
        origin: 'saved',
        reloads: false,
        without_saved: { value: 0.6, origin: 'modelfile' },
      },
    ],
  })
  const view = () => (
    <QueryClientProvider client={client}>
      <SettingsView
        name={name}
        tab="settings"
        onTab={() => undefined}
        onDetails={() => undefined}
        onClose={() => undefined}
      />
      <Toaster />
    </QueryClientProvider>
  )
  const router = createRouter({
    routeTree: createRootRoute({ component: view }),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  // The application's own router is the registered one; all that matters here is that there is one.
  return render(<RouterProvider router={router as never} />)
}

const save = () => page.getByRole('button', { name: 'Save', exact: true })
const unavailable = {
  status: 503,
  code: 'storage_unavailable',
  title: 'Full',
  detail: 'The disk is full.',
  trace_id: 'abcdef0123456789',
}
const refusal = [
  400,
  {
    status: 400,
    code: 'validation_failed',
    title: 'Not valid',
    detail: 'Not valid',
    trace_id: 'a',
    errors: [{ path: '/body/temperature', message: 'must be at most 1' }],
  },
] as const
const field = (label: string) => page.getByRole('textbox', { name: label })

test('a field says where its value comes from, and what would hold without it', async () => {
  await show()
  await expect.element(field('Temperature')).toHaveValue('0.8')
  await expect.element(field('Temperature')).toHaveAttribute('placeholder', '0.6')
  await expect.element(page.getByText(/^Saved .* ago by laptop$/).first()).toBeVisible()
  await field('Temperature').fill('')
  await expect.element(page.getByText(/^Was 0\.8, saved .* by laptop$/)).toBeVisible()
})

test('what is recommended comes with its reason and its source, and is one click away', async () => {
  await show()
  const link = page.getByRole('link', { name: 'huggingface.co' })
  await expect.element(link).toHaveAttribute('target', '_blank')
  await expect.element(link).toHaveAttribute('rel', 'noopener noreferrer')
  await page.getByRole('button', { name: 'Use recommended Temperature' }).click()
  await expect.element(field('Temperature')).toHaveValue('0.6')
  await expect.element(page.getByText('Chosen')).toBeVisible()
})

test('only what was changed is sent, and the model restarted where it has to be', async () => {
  await show()
  await field('Context length').fill('32768')
  await field('Temperature').fill('')
  await expect.element(page.getByText('Context length needs a restart.')).toBeVisible()
  answer = [200, { ...entry, settings: { num_ctx: 32_768 } }]
  await page.getByRole('button', { name: 'Save and restart' }).click()
  await expect.poll(() => sent.length).toBe(2)
  expect(sent[0]).toEqual({
    url: '/api/models/settings/qwen3%3A14b',
    body: { num_ctx: 32_768, temperature: null },
  })
  expect(sent[1]?.url).toBe('/api/models/restart/qwen3%3A14b')
  await expect.element(page.getByText('unsaved', { exact: false })).not.toBeInTheDocument()
})

test('a model that is not loaded is saved alone', async () => {
  await show({ isLoaded: false })
  await field('Context length').fill('32768')
  await expect.element(save()).toBeEnabled()
  await expect.element(page.getByRole('button', { name: 'Save and restart' })).not.toBeInTheDocument()
})

test('what the API refuses stands beside its field until that is another', async () => {
  await show()
  await field('Temperature').fill('1.5')
  answer = refusal
  await save().click()
  await expect.element(page.getByText('Must be at most 1.')).toBeVisible()
  await expect.element(save()).toBeDisabled()
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument()
  await field('Temperature').fill('1')
  await expect.element(save()).toBeEnabled()
})

test('any other failure is told above the buttons, and nothing typed is lost', async () => {
  await show()
  await field('Temperature').fill('1')
  answer = [503, unavailable]
  await save().click()
  await expect.element(page.getByRole('alert').getByText('The disk is full.')).toBeVisible()
  await expect.element(field('Temperature')).toHaveValue('1')
})

test('undoing a save leaves alone what somebody else saved meanwhile', async () => {
  await show()
  await field('Temperature').fill('1')
  answer = [200, { ...entry, settings: { ...entry.settings, temperature: 1, top_k: 12 } }]
  await save().click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => sent.map(({ body }) => body)).toEqual([{ temperature: 1 }, { temperature: 0.8 }])
})

test('the focus stays on Save while it saves, and where it fails', async () => {
  await show()
  await field('Temperature').fill('1')
  const { promise, resolve } = Promise.withResolvers<void>()
  release = promise
  answer = [503, unavailable]
  save().element().focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('button', { name: 'Saving' })).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  resolve()
  await expect.element(page.getByRole('alert')).toBeVisible()
  await expect.element(save()).toHaveFocus()
  expect(sent).toHaveLength(1)
})

test('what the API refuses has the focus then', async () => {
  await show()
  await field('Temperature').fill('1.5')
  answer = refusal
  save().element().focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByText('Must be at most 1.')).toBeVisible()
  await expect.element(field('Temperature')).toHaveFocus()
})

test('what is saved after the form was closed is not asked for when one leaves', async () => {
  const { unmount } = await show()
  await field('Temperature').fill('1')
  const { promise, resolve } = Promise.withResolvers<void>()
  release = promise
  answer = [200, { ...entry, settings: { ...entry.settings, temperature: 1 } }]
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => sent).toHaveLength(1)
  await unmount()
  const isAsked = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }))
  expect(isAsked()).toBe(true)
  resolve()
  await expect.poll(isAsked).toBe(false)
})

test('the memory line moves with the context', async () => {
  await show()
  await expect.element(page.getByText(/^11\.0 GiB, fits in VRAM$/)).toBeVisible()
  await field('Context length').fill('32768')
  await expect.element(page.getByText(/^14\.0 GiB instead of 11\.0 GiB, fits in VRAM$/)).toBeVisible()
  await expect.element(page.getByText(/^Estimated, KV cache q8_0, 4 prompts at once\./)).toBeVisible()
})

test('fields that hardly anybody sets are folded away', async () => {
  await show()
  const fold = page.getByRole('button', { name: 'Show 8 fields, none changed' })
  await expect.element(fold).toHaveAttribute('aria-expanded', 'false')
  await fold.click()
  await field('Seed').fill('42')
  await userEvent.tab()
  await expect.element(page.getByRole('button', { name: 'Hide 8 fields, 1 changed' })).toBeVisible()
})

test('a viewer may look at everything', async () => {
  await show({ role: 'viewer' })
  await expect.element(field('Temperature')).toBeDisabled()
  await expect.element(page.getByText('Changing these settings needs operator.')).toBeVisible()
})
