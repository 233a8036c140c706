import { expect, test } from 'vitest'
import { planMemory } from '../src/features/models/memory/memory-plan.ts'
import { nameOf, usableMemory, withoutGpus } from '../src/features/models/memory/use-usable-memory.ts'
import { modelMemory } from '../src/lib/models/model-memory.ts'
import { runningModel } from './fixtures.ts'

const gib = 2 ** 30
const memory = { total: 64 * gib, used: 44 * gib, available: 20 * gib, percent: 68.8 }
const mac = {
  vram: null,
  memory,
  unified_memory: { total: 64 * gib, used: 44 * gib, available: 20 * gib, percent: 68.8, gpu_max: 48 * gib },
}
const loaded = runningModel('a:b', { size: 40 * gib, size_vram: 40 * gib, size_ram: 0 })

test('what a model holds of unified memory is given back to it, up to what the GPU may have', () => {
  const usable = usableMemory(mac, { models: [loaded] })
  expect(usable).toMatchObject({ bytes: 48 * gib, ramBytes: 12 * gib, totalBytes: 52 * gib, isUnified: true })
  expect(nameOf(usable)).toBe('unified memory')
  expect(withoutGpus(usable)).toMatchObject({ bytes: 60 * gib, isVram: false, totalBytes: 64 * gib })
})

test('without a GPU, too, the memory of a loaded model counts as usable', () => {
  const usable = usableMemory({ ...mac, unified_memory: null }, { models: [loaded] })
  expect(usable).toMatchObject({ bytes: 60 * gib, isVram: false })
})

test('room for a model that is not loaded is what is free of what the GPU may have', () => {
  expect(modelMemory(mac)).toMatchObject({ name: 'unified memory', total: 48 * gib, free: 20 * gib })
})

test('what the GPU cannot have of unified memory runs on the processor', () => {
  const estimate = [{ context: 8192, bytes: 50 * gib, fits: 'partly' as const, observed: false }]
  const plan = planMemory({
    name: 'c:d',
    memory: { weights_bytes: null, kv_cache_bytes_per_token: null, kv_cache_type: 'f16', num_parallel: 1, estimate },
    context: 8192,
    contextNow: null,
    running: [loaded],
    host: usableMemory(mac, { models: [loaded] }),
  })
  expect(plan?.outcome).toMatchObject({
    verdict: 'spills',
    place: 'unified memory',
    beyond: 'the CPU',
    spillPercent: 4,
  })
  expect(plan?.outcome?.others).toEqual(['a:b'])
})
