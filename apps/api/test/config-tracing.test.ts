import { describe, expect, test } from 'vitest'
import { readConfig } from '../src/config/config.ts'
import { secretsIn } from '../src/config/secrets.ts'

const endpoint = 'http://collector:4318'
const tracingOf = (env: Record<string, string>) => readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...env }).tracing

describe('where spans go', () => {
  test.each([
    ['http://collector:4318', 'http://collector:4318/v1/traces'],
    ['https://collector.example/otlp/', 'https://collector.example/otlp/v1/traces'],
  ])('below %s', (base, url) => {
    expect(tracingOf({ OTEL_EXPORTER_OTLP_ENDPOINT: base })?.url.href).toBe(url)
  })

  test('is what is said of traces alone, as it stands', () => {
    const url = 'http://other:4318/'
    expect(tracingOf({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url })?.url.href).toBe(url)
  })

  test.each([
    [{ OTEL_SDK_DISABLED: 'true' }],
    [{ OTEL_TRACES_EXPORTER: 'none' }],
    // Meant for other programs, and nobody's concern here.
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: '', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_TRACES_SAMPLER: 'xray' }],
  ])('is nowhere with %o', (env) => {
    expect(tracingOf(env)).toBeNull()
  })
})

test('spans say what this process is, and which of them are kept', () => {
  expect(tracingOf({})).toMatchObject({
    resource: { 'service.name': 'ollama-dashboard' },
    sampler: 'parentbased_always_on',
    timeoutMs: 10_000,
  })
  const env = { OTEL_RESOURCE_ATTRIBUTES: 'service.name=a,place=at%20home', OTEL_TRACES_SAMPLER: 'traceidratio' }
  expect(tracingOf({ ...env, OTEL_TRACES_SAMPLER_ARG: '0.25' })).toMatchObject({
    resource: { 'service.name': 'a', place: 'at home' },
    sampler: 'traceidratio',
    ratio: 0.25,
  })
  expect(tracingOf({ ...env, OTEL_SERVICE_NAME: 'mine' })?.resource['service.name']).toBe('mine')
})

test('how the collector lets it in is a secret, wherever it stands', () => {
  const config = readConfig({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'https://me:the-password@collector.example',
    OTEL_EXPORTER_OTLP_HEADERS: 'api-key=the%20key',
  })
  expect(config.tracing?.url.href).toBe('https://collector.example/v1/traces')
  expect(secretsIn(config)).toEqual(expect.arrayContaining(['the-password', 'the key']))
})

test.each([
  [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'OTEL_EXPORTER_OTLP_PROTOCOL is "grpc"; it must be http/protobuf.'],
  [{ OTEL_TRACES_SAMPLER_ARG: '2' }, 'OTEL_TRACES_SAMPLER_ARG is "2"; it must be a number from 0 to 1, such as 0.1.'],
  [{ OTEL_EXPORTER_OTLP_TIMEOUT: '10s' }, 'must be a whole number of milliseconds from 1 to 600000.'],
  [{ OTEL_RESOURCE_ATTRIBUTES: 'a' }, 'must be comma-separated name=value pairs'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'ftp://me:the-password@host' }, 'set to another value (not shown)'],
  [{ OTEL_EXPORTER_OTLP_HEADERS: 'the-password' }, 'set to another value (not shown)'],
])('%o stops the start, without a secret', (env, said) => {
  const start = () => tracingOf(env)
  expect(start).toThrow(said)
  expect(start).not.toThrow('the-password')
})
