import { expect, test } from 'vitest'
import { contextNeeded } from '../src/chat/context-needed.ts'
import type { MemoryInput } from '../src/ollama/memory-estimate.ts'

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
