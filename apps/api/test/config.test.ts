import { describe, expect, test } from 'vitest'
import { readConfig } from '../src/config/config.ts'
import { ConfigError } from '../src/config/reader.ts'

const problemsOf = (env: Record<string, string>): string[] => {
  try {
    readConfig(env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim())
  }
  return []
}

test('nothing has to be set', () => {
  const { instances, ...config } = readConfig({})
  expect(instances.map(({ name, url }) => [name, url.href])).toEqual([['default', 'http://127.0.0.1:11434/']])
  expect(config).toEqual({
    listen: { host: '127.0.0.1', port: 5000, isLoopback: true },
    mayDemo: true,
    keys: [],
    basePath: '',
    corsOrigins: [],
    trustProxy: [],
    dataDir: './data',
    databaseUrl: null,
    modelsDir: null,
    logLevel: null,
    firstByteTimeoutMs: 600_000,
    idleTimeoutMs: 600_000,
    maxConcurrentPulls: 2,
    settingsFile: null,
    historyFile: null,
    maxHistory: 50,
    ollama: { rules: { numParallel: 1, kvCacheType: 'f16', gpuOverheadBytes: 0 }, environment: {} },
    buckets: {
      model_operations: { capacity: 5, windowSeconds: 60 },
      model_pull: { capacity: 2, windowSeconds: 300 },
      interactive_operations: { capacity: 60, windowSeconds: 60 },
      interactive_pull: { capacity: 20, windowSeconds: 300 },
      background_updates: { capacity: 6, windowSeconds: 60 },
    },
  })
})

test('a variable that is empty is not set', () => {
  expect(readConfig({ PORT: '', API_KEY_ADMIN: ' ', OLLAMA_HOST: '' })).toEqual(readConfig({}))
})

test('every variable that is read is obeyed', () => {
  const config = readConfig({
    HOST: '0.0.0.0',
    PORT: '8080',
    OLLAMA_INSTANCES: 'home=127.0.0.1:11434, gpu=https://gpu.example',
    API_KEY_VIEWER: 'v',
    API_KEY_ADMIN: 'old|new',
    CORS_ORIGINS: 'https://a.example, http://localhost:3000/',
    TRUST_PROXY: '10.0.0.0/8,loopback,::1',
    DATA_DIR: '/data',
    DATABASE_URL: 'postgresql://me:secret@db.example/dashboard?sslmode=require',
    OLLAMA_MODELS: '/models',
    LOG_LEVEL: 'WARN',
    FIRST_BYTE_TIMEOUT_SECONDS: '60',
    STREAM_IDLE_TIMEOUT_SECONDS: '0',
    MAX_CONCURRENT_PULLS: '4',
    MODEL_SETTINGS_FILE: '/etc/model_settings.json',
    HISTORY_FILE: '/etc/history.json',
    MAX_HISTORY: '7',
    OLLAMA_NUM_PARALLEL: '4',
    OLLAMA_KV_CACHE_TYPE: 'Q8_0',
    OLLAMA_GPU_OVERHEAD: '1073741824',
    OLLAMA_FLASH_ATTENTION: 'True',
    OLLAMA_KEEP_ALIVE: '600',
    OLLAMA_CONTEXT_LENGTH: '8192',
    OLLAMA_MAX_LOADED_MODELS: '2',
    RATE_LIMIT_MODEL_OPERATIONS: '10/1m',
    RATE_LIMIT_MODEL_PULL: '1 / 2h',
    RATE_LIMIT_INTERACTIVE_OPERATIONS: '100/1m',
    RATE_LIMIT_INTERACTIVE_PULL: '30/1h',
    RATE_LIMIT_BACKGROUND_UPDATES: '3/30',
  })
  expect(config.instances.map(({ name, url }) => [name, url.host])).toEqual([
    ['home', '127.0.0.1:11434'],
    ['gpu', 'gpu.example'],
  ])
  expect(config).toMatchObject({
    listen: { host: '0.0.0.0', port: 8080, isLoopback: false },
    mayDemo: false,
    keys: [
      { id: 'env:admin', role: 'admin', key: 'old' },
      { id: 'env:admin', role: 'admin', key: 'new' },
      { id: 'env:viewer', role: 'viewer', key: 'v' },
    ],
    corsOrigins: ['https://a.example', 'http://localhost:3000'],
    trustProxy: ['10.0.0.0/8', 'loopback', '::1'],
    dataDir: '/data',
    databaseUrl: 'postgresql://me:secret@db.example/dashboard?sslmode=require',
    modelsDir: '/models',
    logLevel: 'warn',
    firstByteTimeoutMs: 60_000,
    idleTimeoutMs: null,
    maxConcurrentPulls: 4,
    settingsFile: '/etc/model_settings.json',
    historyFile: '/etc/history.json',
    maxHistory: 7,
    ollama: {
      rules: { numParallel: 4, kvCacheType: 'q8_0', gpuOverheadBytes: 1_073_741_824, flashAttention: true },
      environment: { keepAlive: '600s', contextLength: 8192, maxLoadedModels: 2 },
    },
    buckets: {
      model_operations: { capacity: 10, windowSeconds: 60 },
      model_pull: { capacity: 1, windowSeconds: 7200 },
      interactive_operations: { capacity: 100, windowSeconds: 60 },
      interactive_pull: { capacity: 30, windowSeconds: 3600 },
      background_updates: { capacity: 3, windowSeconds: 30 },
    },
  })
})

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

test.each(['127.5.5.5', '[::1]', 'LOCALHOST'])('%s is this machine alone', (HOST) => {
  expect(readConfig({ HOST }).listen.isLoopback).toBe(true)
})
test.each(['0.0.0.0', '::', 'localhost.example'])('%s is not', (HOST) => {
  expect(readConfig({ HOST }).listen.isLoopback).toBe(false)
})

test.each([
  ['HOST', 'localhost:5000', 'a host name or an IP address, without a port'],
  ['PORT', '65536', 'a whole number from 0 to 65535'],
  ['PORT', '5e3', 'a whole number from 0 to 65535'],
  ['MAX_CONCURRENT_PULLS', '0', 'a whole number from 1 to 16'],
  ['OLLAMA_PORT', 'x', 'a whole number from 0 to 65535'],
  [
    'OLLAMA_HOST',
    '[fe80::1%eth0]:11434',
    'an Ollama address, such as 127.0.0.1:11434 or https://ollama.example.com, without an IPv6 zone',
  ],
  ['OLLAMA_HOST', 'http://a b', 'an Ollama address, such as 127.0.0.1:11434 or https://ollama.example.com'],
  ['CORS_ORIGINS', '*', 'comma-separated origins, such as "https://home.example.com"; "*" is not supported'],
  [
    'CORS_ORIGINS',
    'https://a.example/x',
    'comma-separated origins, such as "https://home.example.com"; "*" is not supported',
  ],
  ['TRUST_PROXY', 'true', 'comma-separated addresses or networks of proxies, or loopback, linklocal, uniquelocal'],
  [
    'TRUST_PROXY',
    '10.0.0.0/33',
    'comma-separated addresses or networks of proxies, or loopback, linklocal, uniquelocal',
  ],
  ['FIRST_BYTE_TIMEOUT_SECONDS', '0', 'a whole number from 1 to 86400'],
  ['STREAM_IDLE_TIMEOUT_SECONDS', 'never', 'a whole number from 0 to 86400'],
  ['RATE_LIMIT_MODEL_PULL', '5', 'requests per time, such as "5/60s"'],
  ['RATE_LIMIT_MODEL_PULL', '0/60s', 'requests per time, such as "5/60s"'],
  ['RATE_LIMIT_MODEL_OPERATIONS', '5/0s', 'requests per time, such as "5/60s"'],
])('%s must not be %s', (name, value, allowed) => {
  expect(problemsOf({ [name]: value })).toEqual([`${name} is "${value}"; it must be ${allowed}.`])
})

test.each(['a=b,a=c', 'a=', 'bad name=x', 'a=x,,b=y'])('OLLAMA_INSTANCES must not be %s', (value) => {
  expect(problemsOf({ OLLAMA_INSTANCES: value })).toHaveLength(1)
})

test.each([
  'postgres://me:p%C3%A4ss%2Fw%23rd@[::1]/dashboard',
  'postgres://me@/dashboard?host=/var/run/postgresql',
  'postgres:///dashboard?host=/var/run/postgresql',
])('DATABASE_URL may be %s', (DATABASE_URL) => {
  expect(readConfig({ DATABASE_URL }).databaseUrl).toBe(DATABASE_URL)
})

test.each([
  'mysql://me:secret@db.example/dashboard',
  'postgres://me:secret@db.example/',
  'postgres://me:secret#1@db.example/dashboard',
  'postgres://me:secret/1@db.example/dashboard',
  'postgres://me:secret%ff@db.example/dashboard',
  'postgres:///dashboard',
])('DATABASE_URL must not be %s, which is not shown', (DATABASE_URL) => {
  expect(problemsOf({ DATABASE_URL })).toEqual([
    'DATABASE_URL is set to another value (not shown); it must be an address such as ' +
      'postgres://user:password@host:5432/database, with special characters percent-encoded.',
  ])
})

test.each([
  ['/', ''],
  ['/dash/', '/dash'],
  ['/tools/ollama-dash', '/tools/ollama-dash'],
])('BASE_PATH=%s is "%s"', (BASE_PATH, expected) => {
  expect(readConfig({ BASE_PATH }).basePath).toBe(expected)
})

test.each(['dash', '//dash', '/a//b', '/../x', '/a"x', 'https://box/dash'])('BASE_PATH must not be %s', (BASE_PATH) => {
  expect(problemsOf({ BASE_PATH })).toEqual([
    `BASE_PATH is ${JSON.stringify(BASE_PATH)}; it must be a path such as "/dash", of letters, digits and the characters . _ ~ -.`,
  ])
})

test('all problems are reported at once, without secrets', () => {
  const problems = problemsOf({ PORT: 'x', LOG_LEVEL: 'loud', API_KEY_ADMIN: 'two words', API_KEY_VIEWER: 'a||b' })
  expect(problems).toHaveLength(4)
  expect(problems.join('\n')).not.toMatch(/two words|a\|\|b/)
  expect(problems.at(-1)).toBe('LOG_LEVEL is "loud"; it must be one of trace, debug, info, warn, error, fatal, silent.')
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
