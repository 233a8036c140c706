import { startSimulator } from '@ollama-dashboard/ollama-sim'
import { expect, onTestFinished, test } from 'vitest'
import { startProgram } from '../program.ts'
import type { ReceivedSpan } from './otlp-fields.ts'
import { otlpReceiver } from './otlp-receiver.ts'

const traceId = 'ab'.repeat(16)
const headers = {
  'content-type': 'application/json',
  traceparent: `00-${traceId}-${'cd'.repeat(8)}-01`,
  tracestate: 'vendor=opaque,other=1',
}

/** A dashboard over a simulated Ollama, whose spans go to a receiver. `end` waits until they are there. */
async function setUp(env: Record<string, string> = {}) {
  const receiver = await otlpReceiver()
  const simulator = await startSimulator({ scenario: 'home', speed: 1000 })
  onTestFinished(() => simulator.close())
  const { child, printed, ended, address } = await startProgram({
    OLLAMA_HOST: simulator.url,
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    ...env,
  })
  const url = await address()
  const lines = () => printed.err.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []))
  const end = async () => {
    child.kill('SIGTERM')
    expect(await ended).toEqual({ code: 0, signal: null })
  }
  return { receiver, simulator, url, lines, end }
}

const named = (spans: readonly ReceivedSpan[], name: string): ReceivedSpan => {
  const span = spans.find((one) => one.name === name)
  if (!span) throw new Error(`No span is called "${name}", but: ${spans.map((one) => one.name).join(', ')}`)
  return span
}

test("a chat is found at the collector as part of its caller's trace, down to what Ollama did and what was stored", async () => {
  const { receiver, simulator, url, lines, end } = await setUp({
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=home',
  })
  const saved = await fetch(`${url}/api/chat/history`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: 'kept', model: 'llama3.2:3b', messages: [] }),
  })
  expect(saved.ok).toBe(true)
  const body = JSON.stringify({ model: 'llama3.2:3b', prompt: 'Hi', session_id: 'kept', options: { temperature: 0.5 } })
  const answer = await fetch(`${url}/api/chat`, { method: 'POST', headers, body })
  const text = await answer.text()
  expect(answer.status, text).toBe(200)
  await end()

  const spans = receiver.spans.filter((span) => span.traceId === traceId)
  expect(receiver.requests[0]).toMatchObject({
    path: '/v1/traces',
    headers: { 'content-type': 'application/x-protobuf' },
  })
  const request = named(spans, 'POST /api/chat')
  expect(request).toMatchObject({
    parentId: 'cd'.repeat(8),
    traceState: headers.tracestate,
    kind: 2,
    status: 0,
    attributes: {
      'http.route': '/api/chat',
      'http.response.status_code': 200,
      'ollama_dashboard.operation': 'chat.send',
      'gen_ai.request.model': 'llama3.2:3b',
    },
    resource: { 'service.name': 'ollama-dashboard', 'service.version': '1.0.0', 'deployment.environment.name': 'home' },
  })
  const chat = named(spans, 'chat llama3.2:3b')
  const last = JSON.parse(text.trim().split('\n').at(-1) ?? '')
  expect(chat).toMatchObject({
    parentId: request.spanId,
    kind: 3,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'ollama',
      'gen_ai.request.temperature': 0.5,
      'gen_ai.usage.input_tokens': last.prompt_eval_count,
      'gen_ai.usage.output_tokens': last.eval_count,
      'gen_ai.response.finish_reasons': ['stop'],
      'ollama.load_duration_ms': last.load_duration / 1e6,
      'http.response.status_code': 200,
    },
  })
  const [load, prompt, generation] = ['load', 'prompt', 'generation'].map((name) => named(spans, name))
  expect([load, prompt, generation].map((part) => part?.parentId)).toEqual([chat.spanId, chat.spanId, chat.spanId])
  expect(Number((generation?.endedAt ?? 0n) - (generation?.startedAt ?? 0n)) / 1e6).toBeCloseTo(
    last.eval_duration / 1e6,
    1,
  )
  expect(load?.endedAt).toBe(prompt?.startedAt)
  expect(prompt?.endedAt).toBe(generation?.startedAt)
  const cache = spans.find(({ name }) => name.startsWith('cache '))
  expect(cache?.attributes).toHaveProperty('ollama_dashboard.cache.hit')
  expect(named(spans, 'storage write').attributes).toMatchObject({ 'db.system.name': 'sqlite' })
  const ids = new Set(spans.map(({ spanId }) => spanId))
  expect(spans.filter(({ parentId }) => !ids.has(parentId))).toEqual([request])

  const asked = simulator.requests.find(({ path }) => path === '/api/chat')
  expect(asked).toMatchObject({
    traceparent: `00-${traceId}-${chat.spanId}-01`,
    tracestate: headers.tracestate,
  })
  expect(lines().find(({ route }) => route === '/api/chat')).toMatchObject({
    trace_id: traceId,
    span_id: request.spanId,
    model: 'llama3.2:3b',
  })
})

test('what fails is found by the trace id of its problem document, with its code and without its words', async () => {
  const { receiver, simulator, url, end } = await setUp()
  await simulator.close()
  const answer = await fetch(`${url}/api/models/info/llama3.2:3b?refresh=true`)
  const problem = (await answer.json()) as { trace_id: string; code: string; status: number }
  expect(problem.status).toBeGreaterThanOrEqual(500)
  await end()
  const spans = receiver.spans.filter((span) => span.traceId === problem.trace_id)
  const request = named(spans, 'GET /api/models/info/:model')
  expect(request).toMatchObject({ parentId: '', status: 2, attributes: { 'error.type': problem.code } })
})

test('a caller who does not want its trace recorded is obeyed, and so is a sampler', async () => {
  const { receiver, simulator, url, end } = await setUp({
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0',
  })
  const ask = (flags: string) =>
    fetch(`${url}/api/models/info/llama3.2:3b`, {
      headers: { traceparent: `00-${traceId}-${'cd'.repeat(8)}-${flags}` },
    })
  await ask('00')
  expect(simulator.requests.find(({ path }) => path === '/api/show')?.traceparent).toMatch(/-00$/)
  await fetch(`${url}/api/models/info/llama3.2:3b`)
  await end()
  expect(receiver.spans).toEqual([])
})

test('what nobody waits for, and what machines ask for all the time, is no trace', async () => {
  const { receiver, url, end } = await setUp()
  for (const path of ['/health', '/ping', '/metrics', '/', '/nothing']) await fetch(url + path)
  const events = new AbortController()
  await (await fetch(`${url}/api/events`, { signal: events.signal })).body?.getReader().read()
  await fetch(`${url}/api/models/running`)
  events.abort()
  await end()
  const roots = receiver.spans.filter(({ parentId }) => parentId === '')
  expect(roots.map(({ name }) => name).toSorted()).toEqual(['GET /api/events', 'GET /api/models/running'])
  const late = receiver.spans.filter((span) => {
    const root = roots.find(({ traceId: id }) => id === span.traceId)
    return !root || span.startedAt > root.endedAt
  })
  expect(late).toEqual([])
})
