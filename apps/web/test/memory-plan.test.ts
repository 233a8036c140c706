import type { MemoryEstimate, MemoryRoom } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { bytesAt } from '../src/features/models/memory/memory-at.ts'
import { type PlanInput, planMemory } from '../src/features/models/memory/memory-plan.ts'
import { runningModel } from './fixtures.ts'

const gib = 2 ** 30
const point = (context: number, size: number, observed = false) =>
  ({ context, bytes: size * gib, fits: 'yes', observed }) as const
const room = (
  memory: MemoryRoom['memory'],
  [usable, total]: [number, number],
  [max_context, max_context_without_unloading]: [number | null, number | null],
) => ({
  memory,
  total_bytes: total * gib,
  usable_bytes: usable * gib,
  max_context,
  max_context_without_unloading,
})
/** 24 GiB of VRAM and 8 of RAM, of which other programs hold 2 and 4; another model holds 1 of the VRAM. */
const host = {
  gpu: room('vram', [22, 24], [106_496, 98_304]),
  cpu: room('ram', [4, 8], [null, null]),
  usable_bytes: 26 * gib,
  max_context: 139_264,
}
const memory: MemoryEstimate = {
  weights_bytes: 9 * gib,
  kv_cache_bytes_per_token: gib / 8192,
  kv_cache_type: 'f16',
  num_parallel: 1,
  host,
  estimate: [point(8192, 10), point(16_384, 11, true), point(32_768, 13), point(131_072, 25), point(163_840, 29)],
}
const beside = runningModel('nomic-embed-text:latest', { size: gib, size_vram: gib })
const plan = (context: number, differing: Partial<PlanInput> = {}) =>
  planMemory({ name: 'qwen3:14b', memory, context, contextNow: 16_384, running: [beside], ...differing })

test('memory between two points lies on the line between them', () => {
  expect(bytesAt(memory.estimate, 24_576)).toBe(12 * gib)
  expect(bytesAt(memory.estimate, 32_768)).toBe(13 * gib)
  expect(bytesAt(memory.estimate, 4096)).toBe(9.5 * gib)
  expect(bytesAt(memory.estimate, 1_000_000)).toBe(29 * gib)
  expect(bytesAt(memory.estimate.slice(0, 1), 512)).toBe(10 * gib)
  expect(bytesAt([], 4096)).toBeNull()
})

test('a context that fits beside others says so, what it takes instead, and what is left', () => {
  expect(plan(32_768)).toMatchObject({
    bytes: 13 * gib,
    insteadOf: 11 * gib,
    isMeasured: false,
    outcome: { verdict: 'fits', others: ['nomic-embed-text:latest'], othersStay: true, leftBytes: 8 * gib },
  })
  expect(plan(16_384)).toMatchObject({ insteadOf: null, isMeasured: true })
})

test('the blocks of the bar are the whole memory, the added part apart', () => {
  const blocks = plan(32_768)?.outcome?.blocks ?? []
  expect(blocks.map(({ kind, bytes }) => [kind, bytes / gib])).toEqual([
    ['own', 11],
    ['added', 2],
    ['model', 1],
    ['other', 2],
    ['free', 8],
  ])
  const less = plan(8192)?.outcome?.blocks ?? []
  expect(less.map(({ kind, bytes }) => [kind, bytes / gib])).toEqual([
    ['own', 10],
    ['model', 1],
    ['other', 2],
    ['free', 11],
  ])
})

test('from where it fits alone Ollama has to unload the others, and then it spills, and then it does not fit', () => {
  // 21 GiB are left beside the other model, 22 without it, 26 with the RAM.
  expect(plan(98_304)?.outcome).toMatchObject({ verdict: 'fits', othersStay: true, leftBytes: 0 })
  expect(plan(102_400)?.outcome).toMatchObject({ verdict: 'fits', othersStay: false, leftBytes: 0.5 * gib })
  expect(plan(106_496)?.outcome).toMatchObject({ verdict: 'fits', othersStay: false, leftBytes: 0 })
  expect(plan(106_752)?.outcome).toMatchObject({ verdict: 'spills', spillPercent: 1 })
  expect(plan(131_072)?.outcome).toMatchObject({ verdict: 'spills', spillPercent: 12, leftBytes: -3 * gib })
  expect(plan(147_456)?.outcome).toMatchObject({ verdict: 'too big', leftBytes: -1 * gib })
})

test('without a GPU it is the RAM that has to hold it', () => {
  const ram = { gpu: null, cpu: room('ram', [12, 16], [24_576, 24_576]), usable_bytes: 12 * gib, max_context: 24_576 }
  const onRam = { memory: { ...memory, host: ram }, running: [] }
  expect(plan(16_384, onRam)?.outcome).toMatchObject({ verdict: 'fits', place: 'RAM' })
  expect(plan(32_768, onRam)?.outcome).toMatchObject({ verdict: 'too big', leftBytes: -1 * gib })
})

test('with no layers on the GPU it is the RAM, too', () => {
  expect(plan(8192, { isOnCpu: true })?.outcome).toMatchObject({
    verdict: 'too big',
    place: 'RAM',
    leftBytes: -6 * gib,
  })
})

test('what the GPU cannot have of unified memory runs on the processor', () => {
  const mac = {
    gpu: room('unified', [48, 52], [131_072, 8192]),
    cpu: room('unified', [60, 64], [163_840, 8192]),
    usable_bytes: 60 * gib,
    max_context: 163_840,
  }
  const estimate = [point(8192, 40), point(163_840, 50)]
  const loaded = runningModel('a:b', { size: 40 * gib, size_vram: 40 * gib, size_ram: 0 })
  const outcome = plan(163_840, { memory: { ...memory, host: mac, estimate }, running: [loaded] })?.outcome
  expect(outcome).toMatchObject({
    verdict: 'spills',
    place: 'unified memory',
    beyond: 'the CPU',
    spillPercent: 4,
    others: ['a:b'],
  })
})

test('what the loaded model takes is measured, and what it is compared with', () => {
  const own = runningModel('qwen3:14b', { allocated_context: 24_576, size: 12.5 * gib, size_vram: 12.5 * gib })
  expect(plan(24_576, { running: [own, beside] })).toMatchObject({
    bytes: 12.5 * gib,
    insteadOf: null,
    isMeasured: true,
    outcome: { others: ['nomic-embed-text:latest'] },
  })
  expect(plan(32_768, { running: [own, beside] })).toMatchObject({ bytes: 13 * gib, insteadOf: 12.5 * gib })
})

test('of a host that is not known nothing is said but the bytes; more than it was trained for is not counted', () => {
  expect(plan(32_768, { memory: { ...memory, host: null } })).toMatchObject({ bytes: 13 * gib, outcome: null })
  expect(plan(1_000_000)?.bytes).toBe(29 * gib)
  expect(plan(4096, { memory: { ...memory, estimate: [] } })).toBeNull()
})

test('what spills stands in the bar beyond the end of the VRAM, to scale', () => {
  const { blocks = [], leftBytes = 0 } = plan(131_072)?.outcome ?? {}
  expect(blocks.at(-1)).toEqual({ kind: 'spilt', bytes: -leftBytes })
  expect(plan(32_768)?.outcome?.blocks.some(({ kind }) => kind === 'spilt')).toBe(false)
})
