import { expect, test } from 'vitest'
import { modelMemory } from '../src/lib/models/model-memory.ts'

const gib = 2 ** 30

test('of unified memory models may have what the GPU may, as far as it is free', () => {
  const memory = { total: 64 * gib, used: 44 * gib, available: 20 * gib, percent: 68.8 }
  const stats = { vram: null, memory, unified_memory: { ...memory, gpu_max: 48 * gib } }
  expect(modelMemory(stats)).toMatchObject({ name: 'unified memory', total: 48 * gib, free: 20 * gib })
})
