import { createCredentials, systemClock } from '@ollama-dashboard/core'
import { expect, test } from 'vitest'
import { fakeClock } from '../../../../packages/core/test/fake-clock.ts'
import { as } from '../test-keys.ts'
import { type ReadFamily, readExposition } from './read-exposition.ts'
import { keepBusy, openMetrics, scrapedApp } from './scrape.ts'

const sampleOf = (families: readonly ReadFamily[], name: string, labels: Readonly<Record<string, string>> = {}) =>
  families
    .flatMap(({ samples }) => samples)
    .find((one) => one.name === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value))
    ?.value

const model = { model: 'llama3.2:3b', instance_name: 'default' }

test('what was done is in a scrape, in base units and under the names that scrapers check', async () => {
  const busy = await scrapedApp()
  await keepBusy(busy)
  const { text, type } = await busy.read()
  expect(type).toBe('text/plain; version=0.0.4; charset=utf-8')
  const families = readExposition(text)
  expect(families.length).toBeGreaterThan(60)
  expect(families.filter(({ name, type }) => (type === 'counter') !== name.endsWith('_total'))).toEqual([])
  expect(families.filter(({ name, help }) => /[A-Z]|_(?:ms|mb|percent)$/.test(name) || help === '')).toEqual([])
  expect(sampleOf(families, 'ollama_up', { instance_name: 'default' })).toBe(1)
  expect(sampleOf(families, 'ollama_model_loaded', model)).toBe(1)
  expect(sampleOf(families, 'ollama_model_vram_bytes', model)).toBeGreaterThan(1e9)
  expect(sampleOf(families, 'ollama_model_context_length', model)).toBeGreaterThan(1000)
  expect(
    sampleOf(families, 'ollama_model_operations_total', { ...model, operation: 'chat', status: 'succeeded' }),
  ).toBe(1)
  expect(sampleOf(families, 'gen_ai_server_request_duration_seconds_count', model)).toBe(1)
  expect(sampleOf(families, 'gen_ai_client_token_usage_sum', { ...model, token_type: 'output' })).toBeGreaterThan(1)
  expect(sampleOf(families, 'ollama_cache_misses_total', { cache_type: 'show' })).toBeGreaterThanOrEqual(1)
  expect(sampleOf(families, 'ollama_host_cpu_ratio')).toBeLessThanOrEqual(1)
  expect(sampleOf(families, 'ollama_dashboard_jobs', { kind: 'pull', state: 'done' })).toBe(1)
  expect(sampleOf(families, 'ollama_dashboard_audit_events_total', { action: 'models.start' })).toBe(1)
  expect(text).toContain(
    'gen_ai_server_request_duration_seconds_bucket{instance_name="default",model="llama3.2:3b",status="succeeded",le="655.36"}',
  )
  expect(text).toMatch(/gen_ai_server_time_to_first_token_seconds_bucket\{[^}]*le="640"\}/)
  expect(text).not.toContain('trace_id')
})

test('OpenMetrics is well formed too, and tells the trace of a reply', async () => {
  const busy = await scrapedApp()
  const traceId = 'c'.repeat(32)
  await busy.app.inject({
    method: 'POST',
    url: '/api/chat',
    headers: { ...as('admin'), traceparent: `00-${traceId}-${'d'.repeat(16)}-01` },
    payload: { model: 'llama3.2:3b', prompt: 'Hello', stream: false },
  })
  const { text, type } = await busy.read(openMetrics)
  expect(type).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8')
  expect(text.endsWith('\n# EOF\n')).toBe(true)
  const exemplars = readExposition(text)
    .filter(({ name }) => name.startsWith('gen_ai_'))
    .flatMap(({ samples }) => samples.flatMap(({ exemplar }) => exemplar ?? []))
  expect(exemplars.length).toBeGreaterThan(2)
  expect(new Set(exemplars.map((exemplar) => exemplar.slice(0, exemplar.indexOf('}') + 1)))).toEqual(
    new Set([`{trace_id="${traceId}"}`]),
  )
})

test('the series of a model end when it leaves memory, and its counts when it is deleted', async () => {
  const busy = await scrapedApp()
  await keepBusy(busy)
  await busy.send('POST', '/api/models/stop/llama3.2:3b')
  const unloaded = readExposition((await busy.read()).text)
  expect(sampleOf(unloaded, 'ollama_model_loaded', model)).toBeUndefined()
  expect(sampleOf(unloaded, 'ollama_model_operations_total', { ...model, operation: 'stop' })).toBe(1)
  await busy.send('DELETE', '/api/models/delete/llama3.2:3b')
  await busy.send('GET', '/api/models/available?refresh=true')
  expect((await busy.read()).text).not.toContain('model="llama3.2:3b"')
})

test('a scrape asks Ollama for nothing', async () => {
  // Nothing is read because of its time either.
  const busy = await scrapedApp({}, { core: { clock: fakeClock() } })
  await busy.send('GET', '/api/models/running')
  await busy.send('GET', '/api/models/available')
  await busy.send('GET', '/api/version')
  const before = busy.simulator.requests.length
  for (let times = 0; times < 3; times += 1) expect((await busy.read()).text).toContain('ollama_up{')
  expect(busy.simulator.requests).toHaveLength(before)
})

test('metrics of Ollama can have another prefix, and those of the dashboard keep theirs', async () => {
  const { read } = await scrapedApp({ metrics: { token: null, ollamaPrefix: 'watched_ollama' } })
  const names = readExposition((await read()).text).map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['watched_ollama_up', 'ollama_dashboard_build_info']))
  expect(names.filter((name) => /^ollama_(?!dashboard_)/.test(name))).toEqual([])
})

test('the token of a scraper reads the metrics and nothing else', async () => {
  const { app } = await scrapedApp({ metrics: { token: 'a-token-for-scrapers', ollamaPrefix: 'ollama' } })
  const statusOf = async (url: string, authorization: string) =>
    (await app.inject({ url, headers: { authorization } })).statusCode
  const basic = `Basic ${Buffer.from('prometheus:a-token-for-scrapers').toString('base64')}`
  expect(await statusOf('/metrics', 'Bearer a-token-for-scrapers')).toBe(200)
  expect(await statusOf('/metrics', basic)).toBe(200)
  expect(await statusOf('/metrics', 'Bearer another-token-0000')).toBe(401)
  expect(await statusOf('/api/health', 'Bearer a-token-for-scrapers')).toBe(401)
  expect(await statusOf('/api/health', basic)).toBe(401)
  expect((await app.inject({ url: '/metrics', headers: as('viewer') })).statusCode).toBe(200)
  const { body } = await app.inject({ url: '/metrics', headers: as('viewer') })
  expect(body).toContain('ollama_dashboard_auth_failures_total{reason="invalid_key"} 2')
  expect(body).toContain('ollama_dashboard_auth_failures_total{reason="no_key"} 1')
})

test('metrics are open where no key is needed', async () => {
  const { app } = await scrapedApp({ keys: null })
  expect((await app.inject({ url: '/metrics', headers: { host: 'localhost' } })).statusCode).toBe(200)
  expect(createCredentials({ accepted: null, clock: systemClock }).isKeyNeeded).toBe(false)
})
