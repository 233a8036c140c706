import { createClient } from '@ollama-dashboard/client'
import { type ApiContract, contract, endpointTable, type PullJob, type PullProgress } from '@ollama-dashboard/contracts'
import { systemContext } from '@ollama-dashboard/core'
import { type Scenario, scenarios } from '@ollama-dashboard/ollama-sim'
import { expect, test } from 'vitest'
import { simulatedCore } from './simulated-core.ts'
import { as, keyOf, serve, testApp } from './support.ts'

const model = 'smollm2:135m'
const params = { model }

interface Setting {
  readonly speed?: number
  readonly scenario?: Partial<Scenario>
}

/** The API over a simulated Ollama that has nothing installed. */
async function setUp({ speed = 1000, scenario }: Setting = {}) {
  const { simulator, core } = await simulatedCore({
    simulation: { scenario: { ...scenarios.empty, ...scenario }, speed },
  })
  const { app } = await testApp({ core, drainMs: 50 })
  const baseUrl = await serve(app)
  const client = createClient<ApiContract>(endpointTable(contract), { baseUrl, key: keyOf('operator') })
  const pulls = () => simulator.requests.filter(({ path }) => path === '/api/pull').length
  return { app, client, simulator, core, baseUrl, pulls }
}

/** So slow that a pull lasts as long as a test lets it. */
const endless: Setting = { speed: 1, scenario: { pull_bytes_per_second: 10_000 } }

const pullUrl = `/api/models/pull/${encodeURIComponent(model)}`

interface SentEvent {
  readonly event: string
  readonly data: Partial<PullJob & PullProgress> & { readonly code?: string; readonly status?: unknown }
}

const eventsOf = (text: string): SentEvent[] =>
  text
    .split('\n\n')
    .filter((block) => block.startsWith('event: '))
    .map((block) => ({
      event: /^event: (.*)$/m.exec(block)?.[1] ?? '',
      data: JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? 'null'),
    }))

test('the three forms are of one job', async () => {
  const { client, baseUrl, simulator, pulls } = await setUp({ speed: 3 })
  const waiting = client.models.pull({ params })
  const streaming = fetch(`${baseUrl}${pullUrl}?stream=true`, { method: 'POST', headers: as('operator') })
  const [stream, response] = [
    await streaming,
    await fetch(`${baseUrl}${pullUrl}?wait=false`, { method: 'POST', headers: as('operator') }),
  ]
  expect(response.status).toBe(202)
  const { success, message, job } = (await response.json()) as { success: boolean; message: string; job: PullJob }
  expect([success, message]).toEqual([true, `"${model}" is being pulled.`])
  expect(['queued', 'running']).toContain(job.state)

  simulator.setSpeed(1000)
  const done = await waiting
  expect(done).toMatchObject({ success: true, message: `"${model}" is pulled.`, job: { id: job.id, state: 'done' } })
  const last = eventsOf(await stream.text()).at(-1)
  expect(last).toMatchObject({ event: 'done', data: { id: job.id, state: 'done', progress: { percent: 100 } } })
  expect((await client.jobs.list()).jobs).toEqual([done.job])
  expect(await client.jobs.get({ params: { id: job.id } })).toEqual(done.job)
  expect((await client.models.available()).models.map(({ name }) => name)).toEqual([model])
  expect(pulls()).toBe(1)
})

test('what happens to a pull is told with the key that asked for it', async () => {
  const { client } = await setUp()
  await client.models.pull({ params })
  const { events } = await client.observability.recentEvents()
  const changes = events.filter(({ type }) => type === 'job.changed')
  expect(changes.map(({ by, job }) => [by, job?.state])).toEqual([
    ['env:operator', 'done'],
    ['env:operator', 'running'],
    ['env:operator', 'queued'],
  ])
})

test('events are progress that never runs backwards, then one done', async () => {
  const { baseUrl, simulator } = await setUp({ speed: 3 })
  const response = await fetch(`${baseUrl}${pullUrl}`, {
    method: 'POST',
    headers: { ...as('operator'), accept: 'text/event-stream' },
  })
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
  let text = ''
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece
    if (eventsOf(text).length > 3) simulator.setSpeed(1000)
  }
  const events = eventsOf(text)
  expect(events.map(({ event }) => event)).toEqual([...events.slice(1).map(() => 'progress'), 'done'])
  expect(events.length).toBeGreaterThan(3)
  const percents = events.slice(0, -1).map(({ data }) => data.percent ?? 0)
  expect(percents).toEqual(percents.toSorted((a, b) => a - b))
})

test('a pull that fails tells its own problem, in each form', async () => {
  const { client, app, baseUrl } = await setUp()
  await expect(client.models.pull({ params: { model: 'no-such-model' } })).rejects.toMatchObject({
    status: 404,
    code: 'model_not_found',
    hint: 'Check the name and the tag.',
  })
  const stream = await fetch(`${baseUrl}/api/models/pull/no-such-model?stream=true`, {
    method: 'POST',
    headers: as('operator'),
  })
  const events = eventsOf(await stream.text())
  expect(events.at(-1)).toMatchObject({ event: 'error', data: { code: 'model_not_found', status: 404 } })
  const { jobs } = (await app.inject({ url: '/api/jobs', headers: as('viewer') })).json()
  expect(jobs).toMatchObject([
    { state: 'failed', error: { code: 'model_not_found', trace_id: expect.stringMatching(/^[0-9a-f]{32}$/) } },
    { state: 'failed' },
  ])
})

test.each([false, true])('a caller who leaves (events: %s) does not end the pull', async (stream) => {
  const { client, baseUrl, simulator } = await setUp({ speed: 3 })
  const leaving = new AbortController()
  const options = { method: 'POST', headers: as('operator'), signal: leaving.signal }
  const asking = fetch(`${baseUrl}${pullUrl}?stream=${stream}`, options).catch(() => undefined)
  const running = async () =>
    (await client.jobs.list()).jobs.some((job) => job.kind === 'pull' && job.progress?.completed)
  await expect.poll(running).toBe(true)
  leaving.abort()
  await asking
  simulator.setSpeed(1000)
  const { job } = await client.models.pull({ params })
  expect(job).toMatchObject({ state: 'done', attempts: 1 })
  expect(simulator.requests.filter(({ path }) => path === '/api/pull').map(({ aborted }) => aborted)).toEqual([false])
})

test('a pull is cancelled, those who wait are told, and it is retried', async () => {
  const { client, app, baseUrl } = await setUp(endless)
  const waiting = expect(client.models.pull({ params })).rejects.toMatchObject({ status: 409, code: 'job_cancelled' })
  const stream = await fetch(`${baseUrl}${pullUrl}?stream=true`, { method: 'POST', headers: as('operator') })
  const [{ id } = { id: '' }] = (await client.jobs.list()).jobs

  await expect(client.jobs.retry({ params: { id } })).rejects.toMatchObject({ status: 409, code: 'job_not_ended' })
  const cancelled = await client.jobs.cancel({ params: { id } })
  expect(cancelled).toMatchObject({ success: true, changed: true, job: { id, state: 'cancelled' } })
  await waiting
  expect(eventsOf(await stream.text()).at(-1)).toMatchObject({ event: 'error', data: { code: 'job_cancelled' } })
  expect(await client.jobs.cancel({ params: { id } })).toMatchObject({ success: true, changed: false })

  const retried = await app.inject({ method: 'POST', url: `/api/jobs/${id}/retry`, headers: as('operator') })
  expect([retried.statusCode, retried.json().job.id, retried.json().job.state]).toEqual([202, id, 'queued'])
  await client.jobs.cancel({ params: { id } })
})

test('a start that may pull goes through a job', async () => {
  const { client, pulls } = await setUp()
  const started = await client.models.start({ params, body: { pull: true } })
  expect(started).toMatchObject({ state: 'loaded', changed: true })
  expect((await client.jobs.list()).jobs).toMatchObject([{ model, state: 'done' }])
  await client.models.start({ params, body: { pull: true } })
  expect(pulls()).toBe(1)
})

test('a server that closes ends its streams and leaves the job as it is', async () => {
  const { app, core, baseUrl } = await setUp(endless)
  const stream = await fetch(`${baseUrl}${pullUrl}?stream=true`, { method: 'POST', headers: as('operator') })
  const reading = stream.text()
  await app.close()
  expect(eventsOf(await reading)[0]?.event).toBe('progress')
  expect(await core.jobs.list(systemContext)).toMatchObject([{ state: 'running' }])
})

test('who does not wait for work on models gets its job, which their leaving does not end', async () => {
  const { client, simulator } = await setUp({ speed: 0, scenario: { models: scenarios.home.models } })
  const query = { wait: false } as const
  const installed = { model: 'llama3.2:3b' }
  const start = await client.models.start({ params: installed, query, body: { keep_alive: '1h' } })
  expect(start).toMatchObject({ success: true, message: expect.stringMatching(/^The start of "llama3.2:3b" is /) })
  simulator.setSpeed(1000)
  const begun = [
    start,
    await client.models.restart({ params: { model: 'llama3.1:8b' }, query }),
    await client.models.bulkStart({ query, body: { models: ['gemma3:12b'] } }),
    await client.models.stop({ params: { model: 'gpt-oss:20b' }, query }),
    await client.models.bulkStop({ query, body: { models: ['qwen3:14b'] } }),
    await client.settings.applyAllRecommended({ query }),
  ]
  expect(begun.map(({ job }) => job.kind)).toEqual(['start', 'restart', 'bulk', 'stop', 'bulk', 'apply'])
  const ends = async () => (await client.jobs.list()).jobs.map(({ state }) => state)
  await expect.poll(ends).toEqual(begun.map(() => 'done'))
})
