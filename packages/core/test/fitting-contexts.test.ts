import { expect, test } from 'vitest'
import { contextsThatFit, type HostMemory } from '../src/memory/host-memory.ts'

const gib = 2 ** 30
const trained = 163_840
/** 9 GiB, and one more for each 8,192 tokens: up to 29 GiB. */
const at = (context: number) => 9 * gib + (context * gib) / 8192
const card: HostMemory = {
  vramBytes: 22 * gib,
  ramBytes: 4 * gib,
  gpuCount: 1,
  vramTotalBytes: 24 * gib,
  ramTotalBytes: 8 * gib,
}
const nothing = { vramBytes: 0, ramBytes: 0 }
const fitting = (host: HostMemory | null, others = nothing) => contextsThatFit(at, trained, host, others)

test('a context fits beside other models, or when they are unloaded, or with a part of it in RAM, or not', () => {
  expect(fitting(card, { vramBytes: gib, ramBytes: 0 })).toEqual({
    gpu: {
      memory: 'vram',
      total_bytes: 24 * gib,
      usable_bytes: 22 * gib,
      max_context: 106_496,
      max_context_without_unloading: 98_304,
    },
    cpu: {
      memory: 'ram',
      total_bytes: 8 * gib,
      usable_bytes: 4 * gib,
      max_context: null,
      max_context_without_unloading: null,
    },
    usable_bytes: 26 * gib,
    max_context: 139_264,
  })
})

test('no context is longer than the trained one, and a byte too few is one token less', () => {
  expect(fitting({ ...card, vramBytes: 40 * gib })?.gpu?.max_context).toBe(trained)
  expect(fitting({ ...card, vramBytes: 22 * gib - 1 })?.gpu?.max_context).toBe(106_495)
})

test('without a GPU it is the RAM that has to hold it, and all that models hold is of it', () => {
  const host = { vramBytes: null, ramBytes: 12 * gib, gpuCount: 0, ramTotalBytes: 16 * gib }
  expect(fitting(host, { vramBytes: gib, ramBytes: gib })).toMatchObject({
    gpu: null,
    cpu: { memory: 'ram', total_bytes: 16 * gib, max_context: 24_576, max_context_without_unloading: 8192 },
    max_context: 24_576,
  })
})

test('of shared memory the processor has all, and the GPU what its system lets it', () => {
  const host = { ...card, vramBytes: 20 * gib, isUnified: true, vramTotalBytes: 28 * gib, ramTotalBytes: 32 * gib }
  expect(fitting(host, { vramBytes: gib, ramBytes: gib })).toMatchObject({
    gpu: { memory: 'unified', total_bytes: 28 * gib, max_context: 90_112, max_context_without_unloading: 73_728 },
    cpu: { memory: 'unified', total_bytes: 32 * gib, max_context: 122_880, max_context_without_unloading: 106_496 },
    max_context: 122_880,
  })
})

test('of a host whose memory is not known nothing is said', () => {
  expect(fitting(null)).toBeNull()
  expect(fitting({ ...card, ramBytes: null })).toBeNull()
})
