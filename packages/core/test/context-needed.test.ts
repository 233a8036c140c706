import { expect, test } from 'vitest'
import { contextNeeded } from '../src/inference/context/context-needed.ts'
import type { MemoryInput } from '../src/memory/memory-estimate.ts'

test.each([
  [1000, 2048],
  [2000, 4096],
  [30_000, 32_768],
  // The room for a reply is not asked of a model that has none to give.
  [32_700, 40_960],
  [40_800, 40_960],
  [40_960, 40_960],
  [40_961, null],
])('%i tokens need of a model trained for 40,960 a context of %s', (promptTokens, needed) => {
  const memory = { architecture: { trainedContext: 40_960 } } as unknown as MemoryInput
  const found = contextNeeded({ promptTokens, estimatedTokens: null, contextLength: 512, memory })
  expect(found.context_needed).toBe(needed)
})

test('the suggested context is never above the one that can be saved', () => {
  const needed = (promptTokens: number, trainedContext: number | null) => {
    const memory = { architecture: { trainedContext } } as unknown as MemoryInput
    return contextNeeded({ promptTokens, estimatedTokens: null, contextLength: 512, memory }).context_needed
  }
  expect(needed(900_000, 10_485_760)).toBe(1_048_576)
  expect(needed(2_000_000, 10_485_760)).toBeNull()
  expect(needed(2_000_000, null)).toBeNull()
})
