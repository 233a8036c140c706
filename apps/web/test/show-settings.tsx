import type { ModelInfo, PastChange, Recommendation, SettingsEntry, Think } from '@ollama-dashboard/contracts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import {
  recommendedSettingsQuery,
  settingsHistoryQuery,
  settingsQuery,
} from '../src/features/models/settings/queries.ts'
import { SettingsView } from '../src/features/models/settings/settings-view.tsx'
import { modelInfoQuery, runningQuery } from '../src/lib/queries/models.ts'
import { sessionQuery } from '../src/lib/queries/server.ts'
import { effectiveSettingsQuery } from '../src/lib/queries/settings.ts'
import { Toaster } from '../src/parts/notices/toaster.tsx'
import { availableModel, runningModel, sessionOf } from './fixtures.ts'

export const name = 'qwen3:14b'
const gib = 2 ** 30
export const entry: SettingsEntry = {
  model: name,
  settings: { num_ctx: 16_384, temperature: 0.8 },
  source: 'user',
  updated_at: '2026-01-02T03:04:05Z',
  updated_by: 'laptop',
}
const roomOf = (memory: string, bytes: number) => ({
  memory,
  total_bytes: bytes,
  usable_bytes: bytes,
  max_context: 40_960,
  max_context_without_unloading: 40_960,
})
const info = {
  model: { ...availableModel(name), context_length: 40_960, has_reasoning: true },
  memory: {
    weights_bytes: 9 * gib,
    kv_cache_bytes_per_token: 163_840,
    kv_cache_type: 'q8_0',
    num_parallel: 4,
    host: {
      gpu: roomOf('vram', 24 * gib),
      cpu: roomOf('ram', 64 * gib),
      usable_bytes: 88 * gib,
      max_context: 40_960,
    },
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
/** Shows the form of a model that is set by a person, and loaded. All that it reads is there; what it sends is the test's. */
export async function show({
  role = 'operator' as 'viewer' | 'operator',
  isLoaded = true,
  isCloud = false,
  saved = entry.settings,
  /** The context that the model has in memory. */
  context = 16_384,
  /** What the server gives where nothing is saved. */
  serverContext = 32_768 as number | null,
  thinkValues = [true, false] as readonly Think[],
  tab = 'settings' as 'settings' | 'difference' | 'history',
  /** What was saved before, newest first. */
  history = [] as PastChange[],
  /** Where the next page of it begins. */
  older = null as number | null,
  isOutdated = false,
  /** Ollama does not answer any more. */
  isAway = false,
} = {}) {
  const client = new QueryClient({
    defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, enabled: false, retry: false } },
  })
  const running = runningModel(name, { allocated_context: context, size: 11 * gib, size_vram: 11 * gib })
  client.setQueryData(sessionQuery.queryKey, sessionOf(role))
  client.setQueryData(settingsQuery(name).queryKey, { ...entry, settings: saved })
  client.setQueryData(settingsHistoryQuery(name).queryKey, {
    pages: [{ changes: history, next: older }],
    pageParams: [null],
  })
  client.setQueryData(modelInfoQuery(undefined, name).queryKey, {
    ...info,
    model: { ...info.model, remote: isCloud, think_values: [...thinkValues] },
  })
  client.setQueryData(recommendedSettingsQuery(undefined, name).queryKey, recommendation)
  client.setQueryData(runningQuery(undefined).queryKey, {
    models: isLoaded ? [running] : [],
    fetched_at: '2026-01-02T03:04:05Z',
    stale: isAway,
  })
  client.setQueryData(effectiveSettingsQuery(undefined, name).queryKey, {
    model: name,
    needs_restart: isOutdated,
    options: [
      {
        field: 'num_ctx',
        value: 16_384,
        origin: 'saved',
        reloads: true,
        without_saved: { value: serverContext, origin: 'server' },
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
        tab={tab}
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

export const field = (label: string) => page.getByRole('textbox', { name: label })
export const saveButton = () => page.getByRole('button', { name: 'Save', exact: true })
