import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Timeline, TimelineEntry } from '@ollama-dashboard/contracts'
import { startSimulator } from '@ollama-dashboard/ollama-sim'
import { expect, onTestFinished, test } from 'vitest'
import { setUpHidden } from './hidden-set-up.ts'
import { end, launch } from './launch.ts'
import { simulatedCore } from './simulated-core.ts'
import { as, testApp } from './support.ts'

async function setUp() {
  const { core } = await simulatedCore()
  const { app } = await testApp({ core })
  const ask = async (query = '', headers = as('admin')) => {
    const answer = await app.inject({ url: `/api/timeline${query}`, headers })
    return { status: answer.statusCode, body: answer.json<Timeline>() }
  }
  const post = (url: string, payload: object = {}) =>
    app.inject({ method: 'POST', url, payload, headers: as('operator') })
  return { ask, post }
}

const told = ({ entries }: Timeline) => entries.map(({ kind, type, model }) => [kind, type, model])

test('a load, settings and who asked for them are told, each to those who may read it', async () => {
  const { ask, post } = await setUp()
  await post('/api/models/settings/llama3.2:3b', { num_ctx: 8192 })
  await post('/api/models/start/llama3.2:3b')
  await post('/api/models/settings/llama3.2:3b', { num_ctx: 16_384 })
  await post('/api/models/start/llama3.2:3b')

  const { body } = await ask()
  expect(told(body)).toEqual(
    expect.arrayContaining([
      ['model', 'model.loaded', 'llama3.2:3b'],
      ['settings', 'settings.saved', 'llama3.2:3b'],
      ['audit', 'models.start', 'llama3.2:3b'],
      ['restart', 'dashboard.started', null],
    ]),
  )
  const reload = body.entries.find(({ kind }) => kind === 'reload')
  expect(reload).toMatchObject({
    type: 'model.reloaded',
    instance: 'default',
    before: '8,192',
    after: '16,384',
    detail: 'Context 8,192 → 16,384. Requested in the dashboard.',
  })
  expect(reload?.by).toBe(body.entries.find(({ type }) => type === 'settings.saved')?.by)
  expect(body.entries.find(({ type }) => type === 'settings.saved')?.detail).toBe('num_ctx 8192 → 16384')

  const viewed = await ask('', as('viewer'))
  const kinds = new Set(viewed.body.entries.map(({ kind }) => kind))
  expect([...kinds].toSorted()).toEqual(['model', 'reload', 'restart', 'settings'])
})

test('pages, kinds, a model and a time narrow what is told', async () => {
  const { ask, post } = await setUp()
  for (const model of ['llama3.2:3b', 'qwen3:14b', 'llama3.2:3b']) {
    await post(`/api/models/start/${model}`)
    await post(`/api/models/stop/${model}`)
  }
  const all = (await ask('?limit=200')).body.entries
  const paged: TimelineEntry[] = []
  for (let next: string | null = ''; next !== null; ) {
    const { body } = await ask(`?limit=3${next && `&before=${encodeURIComponent(next)}`}`)
    paged.push(...body.entries)
    next = body.next
  }
  expect(paged).toEqual(all)
  expect(told((await ask('?kinds=model&model=LLAMA3.2:3b&limit=2')).body)).toEqual([
    ['model', 'model.unloaded', 'llama3.2:3b'],
    ['model', 'model.loaded', 'llama3.2:3b'],
  ])
  const two = await ask('?kinds=model&kinds=restart')
  expect(new Set(two.body.entries.map(({ kind }) => kind))).toEqual(new Set(['model', 'restart']))
  expect((await ask(`?to=${new Date(Date.now() - 3_600_000).toISOString()}`)).body.entries).toEqual([])
})

test.each([
  ['?from=soon', 400, 'validation_failed', '/query/from'],
  ['?to=2026-99-01T00:00:00Z', 400, 'validation_failed', '/query/to'],
  ['?before=x', 400, 'validation_failed', '/query/before'],
  ['?instance=nowhere', 404, 'instance_not_found', undefined],
])('%s is refused', async (query, status, code, path) => {
  const { ask } = await setUp()
  const answer = await ask(query)
  expect([answer.status, answer.body]).toMatchObject([status, { code, ...(path && { errors: [{ path }] }) }])
})

test('a narrowed key is told of its models and server alone', async () => {
  const { app, as } = await setUpHidden()
  const ask = async (headers: Record<string, string>) =>
    (await app.inject({ url: '/api/timeline?limit=200', headers })).json<Timeline>().entries
  expect(JSON.stringify(await ask(as.admin))).toContain('zebra')
  const seen = await ask(as.narrowed)
  expect(JSON.stringify(seen)).not.toContain('zebra')
  expect(seen.map(({ model }) => model)).toContain('llama3.2:3b')
  expect(seen.map(({ kind }) => kind)).not.toContain('audit')
})

test('after a kill the next start says that the last run was not shut down, and after a stop it does not', async () => {
  const simulator = await startSimulator({ scenario: 'home', speed: 1000 })
  onTestFinished(() => simulator.close())
  const dataDir = await mkdtemp(join(tmpdir(), 'dashboard-'))
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
  const env = { DATA_DIR: dataDir, OLLAMA_HOST: simulator.url }
  const run = async (signal: NodeJS.Signals) => {
    const { child, url } = await launch(env)
    const { entries } = (await (await fetch(`${url}/api/timeline?kinds=restart`)).json()) as Timeline
    await end(child, signal)
    return entries.map(({ type, detail }) => [type.replace('dashboard.', ''), detail])
  }
  const first = ['started', 'For the first time.']
  expect(await run('SIGKILL')).toEqual([first])
  const crashed = ['crashed', 'Ended without shutting down, within a minute after this.']
  const second = ['started', 'The run before ended without shutting down.']
  expect((await run('SIGTERM')).toSorted()).toEqual([crashed, second, first].toSorted())
  expect((await run('SIGTERM')).slice(0, 2)).toEqual([
    ['started', null],
    ['stopped', null],
  ])
})
