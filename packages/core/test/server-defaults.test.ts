import { describe, expect, test } from 'vitest'
import { serverDefaults } from '../src/ollama/server-defaults.ts'

const gibibyte = 1024 ** 3
const traits = { capabilities: ['completion'], contextLength: 131_072 }

describe('the context that nobody chose', () => {
  test.each([
    ['0.6.6', 24, 2048],
    ['0.6.7', 24, 4096],
    ['0.15.4', 80, 4096],
    ['0.15.5', 22, 4096],
    ['0.15.5', 24, 32_768],
    ['0.32.15', 48, 262_144],
    ['v0.32.15', 48, 262_144],
    ['0.33.0-rc2', 0, 4096],
    ['0.0.0', 24, 32_768],
    ['1.0.0', 24, 32_768],
  ])('of Ollama %s on %d GiB of VRAM is %d', (version, vram, context) => {
    expect(serverDefaults({ version, vramTotalBytes: vram * gibibyte, traits }).num_ctx).toBe(context)
  })

  test('is not made up where version or memory are not known', () => {
    expect(serverDefaults({ version: null, vramTotalBytes: 0, traits })).not.toHaveProperty('num_ctx')
    expect(serverDefaults({ version: '0.32.15', vramTotalBytes: null, traits })).not.toHaveProperty('num_ctx')
    expect(serverDefaults({ version: '0.10.0', vramTotalBytes: null, traits }).num_ctx).toBe(4096)
  })

  test('is what the environment of the server says, where that is known', () => {
    const environment = { contextLength: 16_384, keepAlive: '24h' }
    const defaults = serverDefaults({ version: '0.32.15', vramTotalBytes: 0, environment, traits })
    expect([defaults.num_ctx, defaults.keep_alive]).toEqual([16_384, '24h'])
  })
})

test.each([
  ['0.32.9', 1.1],
  ['0.32.10', 1],
  ['0.24.0', 1.1],
])('the repeat penalty of Ollama %s is %d', (version, penalty) => {
  expect(serverDefaults({ version, vramTotalBytes: 0, traits }).repeat_penalty).toBe(penalty)
})

describe('the batch that nobody chose', () => {
  test.each([
    ['0.24.0', ['completion'], 8192, 512],
    ['0.24.0', ['embedding'], 8192, 512],
    ['0.24.0', null, null, 512],
    ['0.30.0', ['embedding'], 8192, 2048],
    ['0.32.10', ['embedding'], 512, 512],
    ['0.32.10', ['embedding'], null, 2048],
  ])('of Ollama %s for a model that can %j, trained for %j tokens, is %d', (version, capabilities, trained, batch) => {
    const model = { capabilities, contextLength: trained }
    expect(serverDefaults({ version, vramTotalBytes: 0, traits: model }).num_batch).toBe(batch)
  })

  test('is not made up where Ollama chooses it at each load, or its version is not known', () => {
    expect(serverDefaults({ version: '0.30.0', vramTotalBytes: 0, traits })).not.toHaveProperty('num_batch')
    expect(serverDefaults({ version: null, vramTotalBytes: 0, traits })).not.toHaveProperty('num_batch')
  })
})
