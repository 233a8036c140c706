import { describe, expect, test } from 'vitest'
import { readConfig } from '../src/config/config.ts'

describe('where Ollama is', () => {
  test.each([
    [{ OLLAMA_PORT: '12000' }, 'http://127.0.0.1:12000/', true],
    [{ OLLAMA_HOST: 'gpu', OLLAMA_PORT: '12000' }, 'http://gpu:12000/', false],
    [{ NODE_ENV: 'production' }, 'http://127.0.0.1:11434/', false],
  ])('%j is %s, and a simulation may take its place: %s', (env, url, mayDemo) => {
    const config = readConfig(env)
    expect([config.instances[0].url.href, config.mayDemo]).toEqual([url, mayDemo])
  })
})

test.each([
  ['0', false],
  ['false', false],
  ['F', false],
  // Go cannot read it, and Ollama takes whatever it cannot read for a yes.
  ['off', true],
])('OLLAMA_FLASH_ATTENTION=%s means %s, as to Ollama', (OLLAMA_FLASH_ATTENTION, flashAttention) => {
  expect(readConfig({ OLLAMA_FLASH_ATTENTION }).ollama.rules).toMatchObject({ flashAttention })
})

test.each([
  [' Remote', ['remote', 'remote']],
  ['gpu=remote', ['auto', 'remote']],
  ['main=local, gpu = REMOTE', ['local', 'remote']],
])('OLLAMA_LOCATION %j says where the servers run', (OLLAMA_LOCATION, locations) => {
  const { instances } = readConfig({ OLLAMA_INSTANCES: 'main=127.0.0.1,gpu=127.0.0.1:11500', OLLAMA_LOCATION })
  expect(instances.map(({ location }) => location)).toEqual(locations)
})

test.each(['other=local', 'gpu=', 'local,remote'])('OLLAMA_LOCATION %j is refused', (OLLAMA_LOCATION) => {
  expect(() => readConfig({ OLLAMA_INSTANCES: 'gpu=127.0.0.1', OLLAMA_LOCATION })).toThrow('OLLAMA_LOCATION')
})
describe('what Ollama takes, it takes here', () => {
  test.each([
    ['"0.0.0.0"', 'http://127.0.0.1:11434/'],
    ["'0.0.0.0:11434'", 'http://127.0.0.1:11434/'],
    [' "10.0.0.5" ', 'http://10.0.0.5:11434/'],
    ['""', 'http://127.0.0.1:11434/'],
  ])('OLLAMA_HOST=%s is %s', (OLLAMA_HOST, url) => {
    expect(readConfig({ OLLAMA_HOST }).instances[0].url.href).toBe(url)
  })

  test('quotes are removed from its other variables, and from a list of servers', () => {
    const config = readConfig({
      OLLAMA_INSTANCES: '"main=127.0.0.1,gpu=10.0.0.5"',
      OLLAMA_MODELS: '"/data/models"',
      OLLAMA_KEEP_ALIVE: "'24h'",
      OLLAMA_NUM_PARALLEL: '"4"',
      OLLAMA_KV_CACHE_TYPE: '"q8_0"',
      OLLAMA_FLASH_ATTENTION: '"0"',
    })
    expect(config).toMatchObject({
      modelsDir: '/data/models',
      ollama: {
        rules: { numParallel: 4, kvCacheType: 'q8_0', flashAttention: false },
        environment: { keepAlive: '24h' },
      },
    })
    expect(config.instances.map(({ name }) => name)).toEqual(['main', 'gpu'])
  })

  test('a pair of quotes around a value of ours is no part of it either', () => {
    expect(readConfig({ HOST: '"0.0.0.0"', DATA_DIR: "'./data'", API_KEY_ADMIN: '"k"' })).toMatchObject({
      listen: { host: '0.0.0.0' },
      dataDir: './data',
      keys: [{ key: 'k' }],
    })
  })

  test.each([
    ['1h30m', '1h30m'],
    ['-1', '-1s'],
    ['0', '0'],
    ['-1m', '-1m'],
    ['.5h', '.5h'],
    ['5 minutes', undefined],
  ])('OLLAMA_KEEP_ALIVE=%s is %s', (OLLAMA_KEEP_ALIVE, keepAlive) => {
    expect(readConfig({ OLLAMA_KEEP_ALIVE }).ollama.environment.keepAlive).toBe(keepAlive)
  })

  test('values that it does not understand count for nothing and do not stop the start', () => {
    const { ollama } = readConfig({
      OLLAMA_NUM_PARALLEL: 'four',
      OLLAMA_KV_CACHE_TYPE: 'q5_1',
      OLLAMA_GPU_OVERHEAD: '-1',
      OLLAMA_CONTEXT_LENGTH: '8k',
      OLLAMA_KEEP_ALIVE: 'x',
    })
    expect(ollama).toEqual({ rules: { numParallel: 1, kvCacheType: 'f16', gpuOverheadBytes: 0 }, environment: {} })
  })

  test('zero leaves it to Ollama', () => {
    const { ollama } = readConfig({ OLLAMA_NUM_PARALLEL: '0', OLLAMA_CONTEXT_LENGTH: '0', OLLAMA_GPU_OVERHEAD: '0' })
    expect(ollama).toEqual({ rules: { numParallel: 1, kvCacheType: 'f16', gpuOverheadBytes: 0 }, environment: {} })
  })
})
