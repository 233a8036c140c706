import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
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
  ...['true', '10.0.0.0/33', '10.0.0', 'nginx:80', 'http://nginx', '*'].map((value): [string, string, string] => [
    'TRUST_PROXY',
    value,
    'comma-separated addresses, networks or host names of proxies, or loopback, linklocal, uniquelocal',
  ]),
  ...['1048575', '1073741825', '64M', '-1'].map((value): [string, string, string] => [
    'AUDIT_LOG_MAX_BYTES',
    value,
    'a whole number from 1048576 to 1073741824',
  ]),
  ['HTTPS_ENABLED', 'maybe', 'true or false'],
  ['WATCHDOG', 'yes', 'one of off, unload, restart'],
  ['LOG_FORMAT', 'xml', 'one of json, pretty'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4318', 'an http or https address, such as http://localhost:4318'],
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

const DATABASE_URL = 'postgres://db.example/dashboard'

test('REDIS_URL is refused without DATABASE_URL, by both names', () => {
  expect(problemsOf({ REDIS_URL: 'redis://box' })).toEqual([
    'REDIS_URL needs DATABASE_URL too: replicas share their data in PostgreSQL.',
  ])
})

test.each(['box', 'http://me:secret@box', 'redis://secret@box', 'redis+sentinel://:secret@box'])(
  'REDIS_URL must not be %s, which is not shown',
  (REDIS_URL) => {
    const [problem, ...others] = problemsOf({ DATABASE_URL, REDIS_URL })
    expect(others).toEqual([])
    expect(problem).toMatch(/^REDIS_URL is set to another value \(not shown\); it must be an address such as redis:/)
  },
)

test('REDIS_CA_FILE is refused where no TLS uses it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ca-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const REDIS_CA_FILE = join(folder, 'ca.pem')
  writeFileSync(REDIS_CA_FILE, rootCertificates[0] ?? '')
  const problem = 'REDIS_CA_FILE would not be used: REDIS_URL must begin with rediss for TLS.'
  expect(problemsOf({ REDIS_CA_FILE })).toEqual([problem])
  expect(problemsOf({ DATABASE_URL, REDIS_CA_FILE, REDIS_URL: 'redis://box' })).toEqual([problem])
  expect(readConfig({ DATABASE_URL, REDIS_CA_FILE, REDIS_URL: 'rediss://box' }).redis?.ca).toBe(rootCertificates[0])
})

test.each([
  'log.example/anchors',
  'ftp://me:secret@log.example/anchors',
  'file:///var/log/anchors',
  'https://log.example/anchors#secret',
])('AUDIT_ANCHOR_URL must not be %s, which is not shown', (AUDIT_ANCHOR_URL) => {
  expect(problemsOf({ AUDIT_ANCHOR_URL })).toEqual([
    'AUDIT_ANCHOR_URL is set to another value (not shown); it must be an http or https address, such as ' +
      'https://log.example.com/anchors.',
  ])
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

test('a watchdog that restarts Ollama needs control of it', () => {
  expect(problemsOf({ SERVICE_CONTROL: 'off', WATCHDOG: 'restart' })).toEqual([
    'WATCHDOG=restart needs SERVICE_CONTROL=auto.',
  ])
  expect(problemsOf({ SERVICE_CONTROL: 'off', WATCHDOG: 'unload' })).toEqual([])
})
