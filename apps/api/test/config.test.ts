import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig } from '../src/config/config.ts'
import { secretsIn } from '../src/config/secrets.ts'

test('nothing has to be set', () => {
  const { instances, ...config } = readConfig({})
  expect(instances.map(({ name, url }) => [name, url.href])).toEqual([['default', 'http://127.0.0.1:11434/']])
  expect(config).toEqual({
    alerts: { channels: [] },
    metrics: { token: null, ollamaPrefix: 'ollama' },
    listen: { host: '127.0.0.1', port: 5000, isLoopback: true },
    mayDemo: true,
    service: { control: 'auto', autoStart: false, program: null, environment: {} },
    watchdog: 'off',
    keys: [],
    basePath: '',
    corsOrigins: [],
    trustProxy: { fixed: [], names: [] },
    tls: null,
    audit: { path: 'data/logs/audit.log', maxBytes: 64 * 1_048_576 },
    dataDir: './data',
    databaseUrl: null,
    redis: null,
    modelsDir: null,
    logLevel: null,
    logFormat: null,
    tracing: null,
    firstByteTimeoutMs: 600_000,
    idleTimeoutMs: 600_000,
    maxConcurrentPulls: 2,
    settingsFile: null,
    historyFile: null,
    maxHistory: 50,
    historyRetentionMs: 365 * 86_400_000,
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
    TRUST_PROXY: '10.0.0.0/8, Loopback, nginx, ::1',
    DATA_DIR: '/data',
    DATABASE_URL: 'postgresql://me:secret@db.example/dashboard?sslmode=require',
    OLLAMA_MODELS: '/models',
    LOG_LEVEL: 'WARN',
    LOG_FORMAT: 'Pretty',
    FIRST_BYTE_TIMEOUT_SECONDS: '60',
    STREAM_IDLE_TIMEOUT_SECONDS: '0',
    MAX_CONCURRENT_PULLS: '4',
    MODEL_SETTINGS_FILE: '/etc/model_settings.json',
    HISTORY_FILE: '/etc/history.json',
    MAX_HISTORY: '7',
    AUDIT_LOG_FILE: '/var/log/dashboard/audit.log',
    AUDIT_LOG_MAX_BYTES: '1048576',
    AUDIT_ANCHOR_URL: 'https://me:secret@log.example/anchors',
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
    trustProxy: { fixed: ['10.0.0.0/8', 'loopback', '::1'], names: ['nginx'] },
    dataDir: '/data',
    databaseUrl: 'postgresql://me:secret@db.example/dashboard?sslmode=require',
    modelsDir: '/models',
    logLevel: 'warn',
    logFormat: 'pretty',
    firstByteTimeoutMs: 60_000,
    idleTimeoutMs: null,
    maxConcurrentPulls: 4,
    settingsFile: '/etc/model_settings.json',
    historyFile: '/etc/history.json',
    maxHistory: 7,
    audit: {
      path: '/var/log/dashboard/audit.log',
      maxBytes: 1_048_576,
      anchorUrl: new URL('https://me:secret@log.example/anchors'),
    },
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

test('the audit log is in DATA_DIR unless it has a place of its own', () => {
  expect(readConfig({ DATA_DIR: '/data' }).audit.path).toBe(join('/data', 'logs', 'audit.log'))
})

test.each(['127.5.5.5', '[::1]', 'LOCALHOST'])('%s is this machine alone', (HOST) => {
  expect(readConfig({ HOST }).listen.isLoopback).toBe(true)
})
test.each(['0.0.0.0', '::', 'localhost.example'])('%s is not', (HOST) => {
  expect(readConfig({ HOST }).listen.isLoopback).toBe(false)
})

test.each([
  'postgres://me:p%C3%A4ss%2Fw%23rd@[::1]/dashboard',
  'postgres://me@/dashboard?host=/var/run/postgresql',
  'postgres:///dashboard?host=/var/run/postgresql',
])('DATABASE_URL may be %s', (DATABASE_URL) => {
  expect(readConfig({ DATABASE_URL }).databaseUrl).toBe(DATABASE_URL)
})

test.each([
  ['/', ''],
  ['/dash/', '/dash'],
  ['/tools/ollama-dash', '/tools/ollama-dash'],
])('BASE_PATH=%s is "%s"', (BASE_PATH, expected) => {
  expect(readConfig({ BASE_PATH }).basePath).toBe(expected)
})

test('with REDIS_URL there is no demo', () => {
  const { redis, mayDemo } = readConfig({
    DATABASE_URL: 'postgres://db.example/dashboard',
    REDIS_URL: 'rediss+sentinel://me:secret@a,b/mine',
  })
  expect(redis).toEqual({ url: 'rediss+sentinel://me:secret@a,b/mine' })
  expect(mayDemo).toBe(false)
})

test('the passwords in REDIS_URL are known as secrets', () => {
  const config = readConfig({
    DATABASE_URL: 'postgres://db.example/dashboard',
    REDIS_URL: 'redis+sentinel://:p%40ssword@a/mine?sentinel_password=watchman',
  })
  expect(secretsIn(config)).toEqual(expect.arrayContaining(['p@ssword', 'p%40ssword', 'watchman']))
})
