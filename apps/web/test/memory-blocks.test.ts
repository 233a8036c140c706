import type { SystemStats } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { devicesOf } from '../src/features/overview/memory-blocks.ts'
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
