import type { Gpu, SystemStats } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { onProcessor } from '../src/memory/host-memory.ts'
import { unifiedMemoryOf, vramOf } from '../src/system/gpu-pools.ts'
import { memoryOf } from '../src/system/local-host.ts'
import { maxOnGpus, totalVram, usableMemory } from '../src/system/memory/host-memory.ts'
import { loadedModel, stubInstance } from './stub-ollama.ts'

const gib = 2 ** 30

const gpuOf = (more: Partial<Gpu>): Gpu => ({
  index: 0,
  name: 'GPU',
  vendor: null,
  memory: 'dedicated',
  runs_models: true,
  vram_total: null,
  vram_used: null,
  utilization_percent: null,
  temperature_celsius: null,
  power_watts: null,
  ...more,
})
const card = gpuOf({ vram_total: 24 * gib, vram_used: 6 * gib })
const idle = gpuOf({ vram_total: 24 * gib, vram_used: 0 })
const silent = gpuOf({ vram_total: null, vram_used: null })
const shared = gpuOf({ memory: 'unified', vram_total: 48 * gib })
const beside = gpuOf({ memory: 'unified', vram_total: 16 * gib, vram_used: gib, runs_models: false })

function hostWith(gpus: readonly Gpu[], available = 48 * gib): SystemStats {
  const memory = memoryOf(64 * gib, available)
  return {
    cpu: { percent: 10, cores: 8, load_average: [] },
    cpu_percent: 10,
    memory,
    vram: vramOf(gpus),
    unified_memory: unifiedMemoryOf(gpus, memory),
    gpus: [...gpus],
    gpus_known: true,
    disk: null,
    uptime_seconds: 5,
    sampled_at: '2026-01-01T00:00:00.000Z',
    host: 'workstation',
  }
}

async function instanceHolding(size: number, sizeVram: number) {
  const { instance } = stubInstance({ loaded: async () => [loadedModel('a', { size, sizeVram })] })
  await instance.loaded.read()
  return instance
}

test('several GPUs are one sum, and those that do not tell their memory do not spoil it', () => {
  expect(vramOf([])).toBeNull()
  expect(vramOf([silent])).toBeNull()
  const small = gpuOf({ vram_total: 8 * gib, vram_used: 2 * gib })
  const half = gpuOf({ vram_total: 4 * gib, vram_used: null })
  expect(vramOf([card, small, half])).toEqual({ total: 32 * gib, used: 8 * gib, free: 24 * gib, percent: 25 })
})

test('a card with empty memory counts', () => {
  expect(vramOf([idle])).toEqual({ total: 24 * gib, used: 0, free: 24 * gib, percent: 0 })
  expect(totalVram(hostWith([idle, card]))).toBe(48 * gib)
})

test('memory reserved by the driver is neither used nor free', () => {
  expect(vramOf([{ ...idle, vram_free: 23 * gib }])).toMatchObject({ used: 0, free: 23 * gib })
})

test.each([
  ['no GPU', [], 0],
  ['one that does not tell', [silent], null],
  ['a card beside one that does not tell', [card, silent], 24 * gib],
  ['a card that tells its size alone', [gpuOf({ vram_total: 16 * gib })], 16 * gib],
  ['a GPU that shares the memory', [shared], 48 * gib],
  ['one that shares it and says nothing', [gpuOf({ memory: 'unified' })], 64 * gib],
  ['an integrated GPU that Ollama leaves alone', [beside], 0],
  ['an integrated GPU beside a card', [beside, card], 24 * gib],
  ['an integrated GPU that Ollama uses beside a card', [shared, card], 72 * gib],
])('the memory of %s is what Ollama counts', (_, gpus, total) => {
  expect(totalVram(hostWith(gpus))).toBe(total)
})

test('a GPU that Ollama does not use does not count for models', () => {
  const { instance } = stubInstance()
  expect(usableMemory(instance, hostWith([card, beside]))).toMatchObject({ vramBytes: 17 * gib, gpuCount: 1 })
  expect(usableMemory(instance, hostWith([card, card]))).toMatchObject({ vramBytes: 34 * gib, gpuCount: 2 })
  expect(usableMemory(instance, hostWith([beside]))).toMatchObject({ vramBytes: null, gpuCount: 0, ramBytes: 48 * gib })
})

test('with a card of unknown memory nothing is claimed', () => {
  expect(usableMemory(stubInstance().instance, hostWith([silent]))).toBeNull()
})

test('a model in unified memory is not counted as another program', async () => {
  const instance = await instanceHolding(40 * gib, 40 * gib)
  const untold = gpuOf({ memory: 'unified' })
  expect(usableMemory(instance, hostWith([untold], 20 * gib))).toEqual({
    vramBytes: 59 * gib,
    ramBytes: 1 * gib,
    gpuCount: 1,
    isUnified: true,
    vramTotalBytes: 64 * gib,
    ramTotalBytes: 64 * gib,
  })
})

test('of unified memory the GPU has no more than its system lets it, and the rest is beside it', async () => {
  const instance = await instanceHolding(40 * gib, 40 * gib)
  expect(usableMemory(instance, hostWith([shared], 20 * gib))).toMatchObject({
    vramBytes: 47 * gib,
    ramBytes: 13 * gib,
  })
})

test.each([
  ['0.24.0', 18, 48],
  ['0.30.0', 17, 47],
  ['0.0.0', 17, 47],
])(
  'Ollama %s fills so much of a card with 18 GiB free, and of unified memory: since 0.30 it leaves 1 GiB of each',
  async (version, onCard, unified) => {
    const { instance } = stubInstance({ version: async () => version })
    await instance.version.read()
    expect(usableMemory(instance, hostWith([card]))?.vramBytes).toBe(onCard * gib)
    expect(usableMemory(instance, hostWith([shared], 60 * gib))?.vramBytes).toBe(unified * gib)
  },
)

test('of the one memory a GPU has no more than there is', () => {
  const memory = memoryOf(32 * gib, 30 * gib)
  expect(unifiedMemoryOf([gpuOf({ memory: 'unified', vram_total: 48 * gib })], memory)).toEqual({
    ...memory,
    gpu_max: 32 * gib,
  })
})

test('what a card cannot hold may go to an integrated GPU beside it, of memory that the processor may have instead', async () => {
  const stats = hostWith([card, shared])
  const instance = await instanceHolding(0, 0)
  const host = usableMemory(instance, stats)
  // A GiB of each is left free.
  expect(host).toMatchObject({ vramBytes: (18 - 1 + 48 - 1) * gib, ramBytes: gib, gpuCount: 2 })
  expect(host && onProcessor(host)).toBe(48 * gib)
})

test('a model on an integrated GPU that Ollama was told to use is of the memory of the host', async () => {
  const instance = await instanceHolding(10 * gib, 10 * gib)
  expect(usableMemory(instance, hostWith([beside], 40 * gib))).toMatchObject({ vramBytes: null, ramBytes: 50 * gib })
})

test.each([
  ['none', [], 0],
  ['a card', [card], 24 * gib],
  ['a card and an integrated GPU', [card, beside], 88 * gib],
  ['a GPU that shares the memory', [shared], 64 * gib],
  ['a card that does not tell', [silent], null],
  ['a card that Ollama leaves alone unless told otherwise', [{ ...card, runs_models: false }], 24 * gib],
])('the most that models can hold on the GPUs of a host with %s', (_, gpus, bytes) => {
  expect(maxOnGpus(hostWith(gpus))).toBe(bytes)
})
