import type { HealthComponent, SystemStats } from '@ollama-dashboard/contracts'
import { QueryClient } from '@tanstack/react-query'
import { beforeEach, describe, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { InstanceSwitch } from '../src/features/frame/bars/instance-switch.tsx'
import { Palette } from '../src/features/frame/commands/palette.tsx'
import { HealthPanel } from '../src/features/overview/health-panel.tsx'
import { MemoryMap } from '../src/features/overview/memory/memory-map.tsx'
import { healthKey } from '../src/lib/queries/keys.ts'
import { availableQuery, modelRoomQuery } from '../src/lib/queries/models.ts'
import { instancesQuery, sessionQuery } from '../src/lib/queries/server.ts'
import { statsQuery } from '../src/lib/queries/system.ts'
import { setEdits } from '../src/lib/settings-drafts.ts'
import { ProbeButton } from '../src/parts/probe-button.tsx'
import { RunningStatus } from '../src/parts/running-status.tsx'
import '../src/styles.css'
import { availableModel, sessionOf } from './fixtures.ts'
import { putAway } from './in-outage.ts'
import { field, name, saveButton, show } from './show-settings.tsx'
import { showWith } from './show-with.tsx'

const gib = 2 ** 30
let client: QueryClient

beforeEach(() => {
  client = new QueryClient({
    defaultOptions: { queries: { enabled: false, retry: false, staleTime: Number.POSITIVE_INFINITY } },
  })
  client.setQueryData(sessionQuery.queryKey, sessionOf('admin'))
  const models = [availableModel('qwen3:14b', { is_running: true }), availableModel('llama3.2:3b')]
  client.setQueryData(availableQuery(undefined).queryKey, { models } as never)
})

const reasons = [
  ['ollama', 'Ollama is unreachable'],
  ['dashboard', "Can't reach the dashboard"],
] as const

test.each(reasons)(
  'while %s is away the palette acts on no model and says why, and leads everywhere',
  async (of, why) => {
    putAway(client, of)
    await showWith(client, <Palette onClose={() => undefined} onHelp={() => undefined} />)
    await page.getByRole('combobox').fill('qwen3')
    const stop = page.getByRole('option', { name: /^Stop/ })
    await expect.element(stop).toHaveAttribute('aria-disabled', 'true')
    await expect.element(stop).toHaveAttribute('title', why)
    await expect.element(page.getByRole('group', { name: `Actions: ${why}` })).toBeVisible()
    await expect.element(page.getByRole('option', { name: /^Chat with/ })).toHaveAttribute('aria-disabled', 'false')
    await page.getByRole('combobox').fill('pull gemma3:12b')
    await expect.element(page.getByRole('option', { name: /^Pull/ })).toHaveAttribute('aria-disabled', 'true')
  },
)

test.each(reasons)('while %s is away nothing is measured', async (of, why) => {
  putAway(client, of)
  await showWith(client, <ProbeButton model="qwen3:14b" />)
  const measure = page.getByRole('button', { name: 'Measure' })
  await expect.element(measure).toBeDisabled()
  await expect.element(measure).toHaveAttribute('title', why)
})

test.each(reasons)('while %s is away what was loaded is not green', async (of) => {
  putAway(client, of)
  await showWith(client, <RunningStatus name="qwen3:14b" state="loaded" />)
  const mark = page.getByText('Loaded').element().parentElement?.querySelector('[aria-hidden]')
  expect(getComputedStyle(mark as Element).backgroundColor).toBe('rgba(0, 0, 0, 0)')
})

test('while Ollama is away settings can be saved, and no model restarted', async () => {
  setEdits(name, {})
  await show({ isAway: true, isOutdated: true })
  const restart = page.getByRole('button', { name: 'Restart', exact: true })
  await expect.element(restart).toBeDisabled()
  await expect.element(restart).toHaveAttribute('title', 'Ollama is unreachable')
  await field('Context length').fill('8192')
  await expect.element(page.getByRole('button', { name: 'Save and restart' })).toBeDisabled()
  // On a phone nothing else says it there.
  await expect.element(page.getByText('Context length needs a restart. Ollama is unreachable.')).toBeVisible()
  await expect.element(saveButton()).toBeEnabled()
  setEdits(name, {})
})

describe('the memory', () => {
  const stats = {
    sampled_at: new Date().toISOString(),
    memory: { total: 64 * gib, used: 20 * gib, available: 44 * gib, percent: 31 },
    vram: { total: 24 * gib, used: 8 * gib },
    unified_memory: null,
    gpus: [{ index: 0, name: 'NVIDIA GeForce RTX 4090', memory: 'dedicated', runs_models: true }],
  } as unknown as SystemStats

  beforeEach(() => {
    client.setQueryData(statsQuery.queryKey, stats)
    client.setQueryData(modelRoomQuery(undefined).queryKey, { model: 'llama3.2:3b', context: 8192 } as never)
  })

  test.each([
    ['ollama', 'Models as last known'],
    ['dashboard', 'Last known'],
  ] as const)('while %s is away is told as what it was, and promises no room', async (of, words) => {
    putAway(client, of)
    await showWith(client, <MemoryMap />)
    await expect.element(page.getByText(words, { exact: true })).toBeVisible()
    await expect.element(page.getByRole('img', { name: /^Last known, 24\.0 GiB: qwen3:14b/ })).toBeVisible()
    await expect.element(page.getByText(/Room for/)).not.toBeInTheDocument()
  })

  test('says what there is room for while all answer', async () => {
    await showWith(client, <MemoryMap />)
    await expect.element(page.getByText(/Room for/)).toBeVisible()
  })
})

describe('an issue', () => {
  const issue: HealthComponent = {
    name: 'disk',
    status: 'unhealthy',
    detail: 'Only 1 GB is free.',
    since: new Date().toISOString(),
    checked_at: null,
  }

  test('is told as one of the last check while the dashboard is away', async () => {
    client.setQueryData(healthKey, { components: [issue] })
    putAway(client, 'dashboard')
    await showWith(client, <HealthPanel />)
    await expect.element(page.getByText(/^Unknown\. Last check .*: 1 issue$/)).toBeVisible()
    await expect.element(page.getByText('1 issue', { exact: true })).not.toBeInTheDocument()
    await expect.element(page.getByText('Model storage')).toBeVisible()
  })

  test('is one of now while Ollama alone is away', async () => {
    client.setQueryData(healthKey, { components: [issue] })
    putAway(client, 'ollama')
    await showWith(client, <HealthPanel />)
    await expect.element(page.getByText('1 issue', { exact: true })).toBeVisible()
    await expect.element(page.getByText(/Unknown/)).not.toBeInTheDocument()
  })
})

test('the menu of servers says of each what was last known, and names a development build', async () => {
  const server = { is_default: true, local: false, reachable: true, last_answer_at: null, problem: null, demo: null }
  client.setQueryData(instancesQuery.queryKey, {
    instances: [
      { ...server, name: 'one', url: 'http://10.0.0.2:11434', version: '0.24.0' },
      { ...server, name: 'two', url: 'http://10.0.0.3:11434', version: '0.0.0', is_default: false },
    ],
  })
  putAway(client, 'dashboard')
  await showWith(client, <InstanceSwitch />)
  await page.getByRole('button', { name: 'Ollama server one last known: reachable' }).click()
  for (const name of [
    'one last known: reachable 10.0.0.2:11434, 0.24.0',
    'two last known: reachable 10.0.0.3:11434, development build',
  ])
    await expect.element(page.getByRole('menuitem', { name })).toBeVisible()
})
