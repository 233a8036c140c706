import type { SystemStats } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { devicesOf } from '../src/features/overview/memory/memory-blocks.ts'
import { followMoves, noMoves } from '../src/features/overview/memory/memory-moves.ts'
import { runningModel } from './fixtures.ts'

const gib = 2 ** 30
const gpu = (index: number): SystemStats['gpus'][number] => ({
  index,
  name: 'NVIDIA GeForce RTX 4090',
  vendor: 'NVIDIA',
  memory: 'dedicated',
  runs_models: true,
  vram_used: null,
  vram_total: 24 * gib,
  utilization_percent: null,
  temperature_celsius: null,
  power_watts: null,
})
const stats = (differing: Partial<SystemStats> = {}): SystemStats => ({
  cpu_percent: 1,
  cpu: { percent: 1, cores: 8, load_average: [1, 1, 1] },
  memory: { total: 64 * gib, used: 20 * gib, available: 44 * gib, percent: 31 },
  vram: { total: 24 * gib, used: 15 * gib, free: 9 * gib, percent: 62 },
  unified_memory: null,
  disk: null,
  gpus: [gpu(0)],
  gpus_known: true,
  uptime_seconds: 3600,
  host: 'workstation',
  sampled_at: '2026-01-02T03:04:05Z',
  ...differing,
})
const model = runningModel('qwen3:14b', { size_vram: 12 * gib, size_ram: 0, allocated_context: 16_384 })

test('VRAM is what models hold, what others hold, and the rest', () => {
  const [vram, ram] = devicesOf(stats(), [model])
  expect(vram).toMatchObject({ name: 'RTX 4090', total: 24 * gib, used: 15 * gib })
  expect(vram?.blocks).toEqual([
    { kind: 'model', name: 'qwen3:14b', bytes: 12 * gib, context: 16_384 },
    { kind: 'other', bytes: 3 * gib },
    { kind: 'free', bytes: 9 * gib },
  ])
  expect(ram?.blocks.map(({ kind }) => kind)).toEqual(['other', 'free'])
})

test('a model that spills has a block in both', () => {
  const [vram, ram] = devicesOf(stats(), [{ ...model, size_ram: 4 * gib }])
  expect(vram?.blocks[0]).toMatchObject({ kind: 'model', bytes: 12 * gib })
  expect(ram?.blocks[0]).toMatchObject({ kind: 'model', bytes: 4 * gib })
})

test("a measurement from before the load does not cut the model's own figure", () => {
  const [vram] = devicesOf(stats({ vram: { total: 24 * gib, used: gib, free: 23 * gib, percent: 4 } }), [model])
  expect(vram).toMatchObject({ used: 12 * gib })
  expect(vram?.blocks.map(({ kind }) => kind)).toEqual(['model', 'free'])
})

test('several GPUs are one bar, and no GPU is none', () => {
  expect(devicesOf(stats({ gpus: [gpu(0), gpu(1)] }), []).map(({ name }) => name)).toEqual(['2 GPUs', 'RAM'])
  expect(devicesOf(stats({ vram: null, gpus: [] }), []).map(({ name }) => name)).toEqual(['RAM'])
})

test('memory that GPU and processor share is one bar, in which a model stands once', () => {
  const unified_memory = { total: 64 * gib, used: 45 * gib, available: 19 * gib, percent: 70, gpu_max: 48 * gib }
  const shared = { ...gpu(0), name: 'Apple M2 Max', memory: 'unified' as const }
  const loaded = { ...model, size: 40 * gib, size_vram: 40 * gib, size_ram: 0 }
  const devices = devicesOf(stats({ vram: null, unified_memory, gpus: [shared] }), [loaded])
  expect(devices).toMatchObject([{ name: 'Unified memory', total: 64 * gib, used: 45 * gib }])
  expect(devices[0]?.blocks.map(({ kind, bytes }) => [kind, bytes / gib])).toEqual([
    ['model', 40],
    ['other', 5],
    ['free', 19],
  ])
})

test('an integrated GPU beside a card has no bar of its own, and the card keeps its name', () => {
  const beside = { ...gpu(1), name: 'AMD GPU', vendor: 'AMD', memory: 'unified' as const, runs_models: false }
  expect(devicesOf(stats({ gpus: [beside, gpu(0)] }), []).map(({ name }) => name)).toEqual(['RTX 4090', 'RAM'])
})

test('models on a GPU that cannot be read here are shown all the same', () => {
  const [unseen] = devicesOf(stats({ vram: null, gpus: [] }), [model])
  expect(unseen).toMatchObject({ name: 'GPU not readable', total: 12 * gib, used: 12 * gib })
})

const at = (seconds: number) => new Date(Date.parse('2026-01-02T03:04:05Z') + seconds * 1000).toISOString()
const vramOf = (used: number, seconds: number) =>
  stats({ vram: { total: 24 * gib, used, free: 24 * gib - used, percent: 0 }, sampled_at: at(seconds) })
const listed = (models: readonly (typeof model)[], seconds: number) => ({ models, fetched_at: at(seconds) })
/** What VRAM holds, as it is drawn after each of these. */
const drawn = (...steps: readonly (readonly [ReturnType<typeof stats>, ReturnType<typeof listed>])[]) => {
  let moves = noMoves
  return steps.map(([measured, list]) => {
    moves = followMoves(moves, measured, list)
    const [vram] = devicesOf(measured, list.models, moves)
    return vram?.blocks.map((block) => [block.kind === 'moving' ? block.word : block.kind, block.bytes / gib])
  })
}

test('what a model has just freed is not of other processes, until it is measured without it', () => {
  const [, unloading, gone, partly, settled] = drawn(
    [vramOf(15 * gib, 0), listed([model], 0)],
    [vramOf(15 * gib, 0), listed([{ ...model, state: 'unloading' }], 1)],
    [vramOf(15 * gib, 2), listed([], 3)],
    [vramOf(9 * gib, 4), listed([], 4)],
    [vramOf(5 * gib, 6), listed([], 6)],
  )
  expect(unloading?.slice(0, 2)).toEqual([
    ['unloading', 12],
    ['other', 3],
  ])
  expect(gone?.slice(0, 2)).toEqual([
    ['unloading', 12],
    ['other', 3],
  ])
  expect(partly?.slice(0, 2)).toEqual([
    ['unloading', 6],
    ['other', 3],
  ])
  // By then it is somebody else's.
  expect(settled?.[0]).toEqual(['other', 5])
})

test('what has been loaded of a model so far is its own', () => {
  const loading = runningModel('qwen3:14b', { state: 'loading', size_vram: null, size_ram: null })
  const [, half] = drawn([vramOf(3 * gib, 0), listed([], 0)], [vramOf(8 * gib, 2), listed([loading], 2)])
  expect(half?.slice(0, 2)).toEqual([
    ['loading', 5],
    ['other', 3],
  ])
})
