import type { StatsHistory, SystemStats } from '@ollama-dashboard/contracts'
import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { MemoryMap } from '../src/features/overview/memory/memory-map.tsx'
import { jobsQuery } from '../src/lib/models/jobs.ts'
import { runningQuery } from '../src/lib/queries/models.ts'
import { sessionQuery } from '../src/lib/queries/server.ts'
import { statsHistoryQuery, statsQuery } from '../src/lib/queries/system.ts'
import '../src/styles.css'
import { job, runningModel, sessionOf } from './fixtures.ts'
import { showWith } from './show-with.tsx'

const gib = 2 ** 30
const percentOf = (used: number) => (used / 24) * 100
const at = (seconds: number) => new Date(Date.parse('2026-01-02T03:04:00Z') + seconds * 1000).toISOString()

const stats = {
  memory: { total: 64 * gib, used: 8 * gib, available: 56 * gib, percent: 12.5 },
  vram: { total: 24 * gib, used: 13 * gib, free: 11 * gib, percent: percentOf(13) },
  unified_memory: null,
  gpus: [],
  gpus_known: true,
  sampled_at: at(20),
} as unknown as SystemStats

const point = (seconds: number, used: number) => {
  const vram = { min: percentOf(used), avg: percentOf(used), max: percentOf(used) }
  return { t: at(seconds), vram, memory: { min: 12.5, avg: 12.5, max: 12.5 } }
}

/** A model of 4 GiB is loaded, and another one came after it was begun; `points` are what was in use, by the second. */
async function showReloaded(points: readonly (readonly [seconds: number, gib: number])[]) {
  const client = new QueryClient({
    defaultOptions: { queries: { enabled: false, staleTime: Number.POSITIVE_INFINITY } },
  })
  client.setQueryData(sessionQuery.queryKey, sessionOf('admin'))
  client.setQueryData(statsQuery.queryKey, stats)
  client.setQueryData(runningQuery(undefined).queryKey, {
    models: [
      runningModel('llama3.2:3b', { size: 4 * gib, size_vram: 4 * gib, size_ram: 0 }),
      runningModel('qwen3:14b', { state: 'loading', size: null, size_vram: null, size_ram: null }),
    ],
    stale: false,
    fetched_at: at(20),
  })
  const start = { ...job({ model: 'qwen3:14b', started_at: at(10) }), kind: 'start', progress: null }
  client.setQueryData(jobsQuery.queryKey, { jobs: [start] } as never)
  client.setQueryData(statsHistoryQuery(undefined, { range: '15m' }).queryKey, {
    step_seconds: 2,
    points: points.map(([seconds, used]) => point(seconds, used)),
  } as unknown as StatsHistory)
  await showWith(client, <MemoryMap />)
}

const vram = page.getByRole('img', { name: /^24\.0 GiB/ })

test('on a page that is opened during a start, what has been loaded so far is of the model that starts', async () => {
  // 2 GiB are of other processes; those 1 GiB less of long ago tell nothing.
  await showReloaded([
    [0, 5],
    [8, 6],
    [14, 9],
    [18, 13],
  ])
  await expect.element(vram).toHaveAccessibleName(/qwen3:14b loading 7\.0 GiB, other processes 2\.0 GiB/)
})

test('what was unloaded to make room is not of other processes', async () => {
  await showReloaded([
    [8, 20],
    [12, 6],
    [18, 13],
  ])
  await expect.element(vram).toHaveAccessibleName(/qwen3:14b loading 7\.0 GiB, other processes 2\.0 GiB/)
})
