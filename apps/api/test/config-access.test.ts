import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { readConfig } from '../src/config/config.ts'
import { ConfigError } from '../src/config/reader.ts'

const accessOf = (env: Record<string, string>) =>
  Object.fromEntries(readConfig(env).instances.map(({ name, access }) => [name, access?.headers ?? null]))

function problemOf(env: Record<string, string>): string {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return ''
}

function fileWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'ca-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'ca.pem')
  writeFileSync(path, text)
  return path
}

test('name and password leave the address and are sent as Basic', () => {
  const { instances } = readConfig({ OLLAMA_HOST: 'http://ann:p%40ss@127.0.0.1:8088' })
  expect(instances[0]).toEqual({
    name: 'default',
    url: new URL('http://127.0.0.1:8088'),
    access: { headers: { authorization: `Basic ${Buffer.from('ann:p@ss').toString('base64')}` } },
  })
})

test('each server gets its own name and password', () => {
  expect(accessOf({ OLLAMA_INSTANCES: 'a=http://u:1@one,b=two' })).toEqual({
    a: { authorization: `Basic ${Buffer.from('u:1').toString('base64')}` },
    b: null,
  })
})

test('a key and headers go to the only server', () => {
  expect(accessOf({ OLLAMA_API_KEY: 'k', OLLAMA_HEADERS: '{"X-Team":"blue","Cookie":"a=b; c=d"}' })).toEqual({
    default: { authorization: 'Bearer k', 'x-team': 'blue', cookie: 'a=b; c=d' },
  })
  expect(accessOf({ OLLAMA_INSTANCES: 'main=gpu', OLLAMA_API_KEY: 'k' })).toEqual({
    main: { authorization: 'Bearer k' },
  })
})

test('of several servers each gets the key that its variable names', () => {
  const env = { OLLAMA_INSTANCES: 'home=one,gpu-box.2=two', OLLAMA_API_KEY_GPU_BOX_2: 'k' }
  expect(accessOf(env)).toEqual({ home: null, 'gpu-box.2': { authorization: 'Bearer k' } })
})

test.each(['OLLAMA_API_KEY', 'OLLAMA_HEADERS'])('%s is refused where it names none of several servers', (variable) => {
  const problem = problemOf({ OLLAMA_INSTANCES: 'a=one,b=two', [variable]: 'geheim' })
  expect(problem).toContain(`Use one of ${variable}_A, ${variable}_B instead.`)
  expect(problem).not.toContain('geheim')
})

test('a key whose name fits two servers is refused', () => {
  const problem = problemOf({ OLLAMA_INSTANCES: 'a-b=one,a.b=two', OLLAMA_API_KEY_A_B: 'geheim' })
  expect(problem).toContain('OLLAMA_API_KEY_A_B matches more than one server')
})

test.each([
  { OLLAMA_HOST: 'http://u:geheim@one', OLLAMA_API_KEY: 'geheim' },
  { OLLAMA_API_KEY: 'geheim', OLLAMA_HEADERS: '{"Authorization":"Bearer geheim"}' },
])('two ways to sign in are refused: %j', (env) => {
  const problem = problemOf(env)
  expect(problem).toContain('has more than one Authorization')
  expect(problem).not.toContain('geheim')
})

test.each([
  'X-Key: geheim',
  '["geheim"]',
  '{"Host":"geheim"}',
  '{"Transfer-Encoding":"chunked"}',
  '{"X-Key":7}',
  '{"X Key":"geheim"}',
  '{"X-Key":"geheim\\r\\nX-Other: 1"}',
  '{"X-Key":"geheim","x-key":"geheim"}',
])('OLLAMA_HEADERS must not be %s, which is not shown', (OLLAMA_HEADERS) => {
  const problem = problemOf({ OLLAMA_HEADERS })
  expect(problem).toContain('OLLAMA_HEADERS is set to another value (not shown); it must be a JSON object')
  expect(problem).not.toContain('geheim')
})

test('an address that is wrong is not shown with its password', () => {
  expect(problemOf({ OLLAMA_HOST: 'ftp://ann:geheim@box' })).not.toContain('geheim')
  expect(problemOf({ OLLAMA_INSTANCES: 'a=ftp://ann:geheim@box' })).not.toContain('geheim')
})

test('certificates are read at the start, for every server or for one', () => {
  const [one = '', two = ''] = rootCertificates
  const env = {
    OLLAMA_INSTANCES: 'a=https://one,b=https://two',
    OLLAMA_CA_FILE: fileWith(one),
    OLLAMA_CA_FILE_B: fileWith(`${one}\n${two}\n`),
  }
  expect(readConfig(env).instances.map(({ access }) => access?.ca)).toEqual([one, `${one}\n${two}\n`])
})

test.each([
  ['there is none', () => '/nowhere/ca.pem'],
  ['it holds no certificate', () => fileWith('hello')],
  ['one in it is damaged', () => fileWith(`${rootCertificates[0]}\n${rootCertificates[1]?.replace(/M/g, '!')}`)],
])('OLLAMA_CA_FILE is refused where %s', (_, path) => {
  const problem = problemOf({ OLLAMA_CA_FILE: path() })
  expect(problem).toMatch(/OLLAMA_CA_FILE is ".*"; it must be a readable file with certificates in PEM format/)
})
