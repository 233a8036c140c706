import { describe, expect, test } from 'vitest'
import { defaultMemoryConfig, memoryAt } from '../src/memory/memory-estimate.ts'
import { readArchitecture } from '../src/memory/read-architecture.ts'
import { beyond } from './published-beyond.ts'
import type { PublishedMemory } from './published-sizes.ts'
import { within } from './published-within.ts'

/** By how many percent the estimate is above what was published. */
function percentOff({ info, weights, context, slots = 1, gpus = 1, version, published }: PublishedMemory): number {
  const bytes = memoryAt(
    {
      architecture: readArchitecture(info, version ?? null),
      sizeBytes: weights,
      host: { vramBytes: null, ramBytes: null, gpuCount: gpus },
      rules: { ...defaultMemoryConfig, numParallel: slots },
    },
    context,
  )
  return bytes === null ? Number.NaN : (bytes / published - 1) * 100
}

describe('within 10 % of what servers published', () => {
  test.each(within)('$model with $context tokens ($source)', (published) => {
    expect(Math.abs(percentOff(published))).toBeLessThanOrEqual(10)
  })
})

// Kept here so that a better model of memory has to show it.
describe('known to be off', () => {
  test.each(beyond)('$model with $context tokens by $off % ($source)', ({ off, ...published }) => {
    expect(percentOff(published)).toBeCloseTo(off, 1)
  })
})
