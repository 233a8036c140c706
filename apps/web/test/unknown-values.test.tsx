import type { ModelInfo } from '@ollama-dashboard/contracts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { OverviewTab } from '../src/features/models/details/overview-tab.tsx'
import { ModelCard } from '../src/features/models/list/model-card.tsx'
import { ModelRow } from '../src/features/models/list/model-row.tsx'
import { MemoryTab } from '../src/features/models/memory/memory-tab.tsx'
import { RunningRow } from '../src/features/overview/running-row.tsx'
import { runningQuery } from '../src/lib/queries/models.ts'
import { sessionQuery } from '../src/lib/queries/server.ts'
import { availableModel, noLocks, runningModel, sessionOf } from './fixtures.ts'

const nothingKnown = {
  digest: null,
  modified_at: null,
  details: {
    format: null,
    family: null,
    families: [] as string[],
    parent_model: null,
    parameter_size: null,
    quantization_level: null,
  },
  capabilities: [] as string[],
  has_vision: null,
  has_tools: null,
  has_reasoning: null,
  context_length: null,
  size: null,
  formatted_size: null,
}

const unknown = availableModel('odd:1', nothingKnown)
const running = runningModel('odd:1', {
  ...nothingKnown,
  size_vram: null,
  size_ram: null,
  gpu_percent: null,
  allocated_context: null,
  expires_at: null,
  expires_in_seconds: null,
})
const memory = {
  weights_bytes: null,
  kv_cache_bytes_per_token: null,
  kv_cache_type: 'f16' as const,
  num_parallel: 1,
  estimate: [],
}
const text = { parameters: null, template: null, system: null, license: null, modelfile: null }
const info: ModelInfo = { model: unknown, ...text, model_info: {}, memory }
/** A file that says of itself what cannot be. */
const absurd: ModelInfo = {
  ...info,
  model: { ...unknown, modified_at: '0000-00-00T00:00:00Z' },
  model_info: { 'general.architecture': 'llama', 'llama.block_count': -1, 'llama.embedding_length': 31.5 },
  memory: { ...memory, weights_bytes: 5e9, estimate: [{ context: 2048, bytes: 5e9, fits: null, observed: false }] },
}

const list = {
  model: unknown,
  state: null,
  isOpen: false,
  isOld: false,
  isLast: true,
  isSelected: false,
  opens: 'Details',
  pending: null,
  actions: { needs: noLocks, unavailable: null, act: () => {}, onOpen: () => {}, onDelete: () => {} },
  onSelect: () => {},
} as const
const columns = (['capabilities', 'parameters', 'quantisation', 'size', 'context', 'modified'] as const).map((id) => ({
  id,
  label: id,
  width: 'auto',
  isNumber: false,
}))
const row = { ...list, rowIndex: 1, columns: columns as never, grid: 'auto', hasActions: true }

const shown: readonly (readonly [string, ReactNode])[] = [
  ['a row', <ModelRow key="row" {...row} />],
  ['a row of an impossible time', <ModelRow key="row" {...row} model={absurd.model as typeof unknown} />],
  ['a card', <ModelCard key="card" {...list} isSelecting={false} />],
  ['the details', <OverviewTab key="glance" info={info} />],
  ['the details of an absurd file', <OverviewTab key="glance" info={absurd} />],
  ['its memory', <MemoryTab key="memory" info={info} onSettings={() => {}} />],
  ['the memory of an absurd file', <MemoryTab key="memory" info={absurd} onSettings={() => {}} />],
  ['a model in memory', <RunningRow key="running" model={running} plan={null} readAt={0} isOld={false} />],
]

test.each(shown)('%s of a model of which nothing is known says nothing that is no word', async (_, node) => {
  const client = new QueryClient({
    defaultOptions: { queries: { enabled: false, staleTime: Number.POSITIVE_INFINITY } },
  })
  client.setQueryData(sessionQuery.queryKey, sessionOf('admin'))
  client.setQueryData(runningQuery(undefined).queryKey, { models: [running], fetched_at: null, stale: false })
  const router = createRouter({
    routeTree: createRootRoute({ component: () => <main>{node}</main> }),
    history: createMemoryHistory(),
  })
  await render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
  const main = page.getByRole('main')
  await expect.element(main).toBeVisible()
  const element = main.element()
  const attributes = ['title', 'aria-label', 'datetime'].flatMap((name) =>
    [...element.querySelectorAll(`[${name}]`)].map((one) => one.getAttribute(name)),
  )
  const words = [element.textContent, ...attributes].join(' ')
  expect(words).not.toMatch(/NaN|Invalid|undefined|\bnull\b|Infinity|-1\b|31\.5/)
})
