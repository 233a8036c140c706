import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { auditOf, contract } from '@ollama-dashboard/contracts'
import { type Core, DashboardError } from '@ollama-dashboard/core'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../../packages/core/test/temporary-folder.ts'
import { fakeCore } from './fake-core.ts'
import { bearer, setUp } from './keys-set-up.ts'
import { as, keyOf, testApp } from './support.ts'

/** The whole API, with its log in a file. */
async function audited() {
  const path = join(await temporaryFolder(), 'audit.log')
  const all = await setUp({ audit: { path } })
  const entries = async (query = {}) => (await all.admin.audit.list({ query })).entries
  const newest = async () => (await entries({ limit: 1 }))[0]
  return { ...all, path, entries, newest, text: () => readFile(path, 'utf8') }
}

test('which calls are written into the log, and which of them the log can keep from happening', async () => {
  const rows = Object.entries(contract).flatMap(([feature, group]) =>
    Object.entries(group).flatMap(([name, endpoint]) => {
      const mode = auditOf(endpoint)
      return mode === 'none' && endpoint.method === 'GET' ? [] : [`${mode.padEnd(9)}${feature}.${name}`]
    }),
  )
  await expect(`${rows.sort().join('\n')}\n`).toMatchFileSnapshot('audit.matrix.txt')
})

test('a change is told with who made it, from where, and what it changed', async () => {
  const { admin, create, clientOf, newest } = await audited()
  const { key, id } = await create('Desktop')
  expect(await newest()).toMatchObject({
    actor: { key_id: 'env:admin', name: 'API_KEY_ADMIN', role: 'admin', address: '127.0.0.1', via: 'key' },
    action: 'keys.create',
    target: id,
    outcome: 'done',
    after: { name: 'Desktop', role: 'operator', expires_at: null },
  })
  await admin.keys.update({ params: { id }, body: { name: 'Laptop' } })
  expect(await newest()).toMatchObject({
    action: 'keys.update',
    before: { name: 'Desktop' },
    after: { name: 'Laptop' },
  })

  const laptop = clientOf(key)
  await laptop.settings.save({ params: { model: 'llama3.2:3b' }, body: { seed: 7, system: 'Be brief.' } })
  await laptop.settings.save({ params: { model: 'llama3.2:3b' }, body: { seed: 8 } })
  expect(await newest()).toMatchObject({
    actor: { key_id: id, name: 'Laptop', role: 'operator' },
    action: 'settings.save',
    target: 'llama3.2:3b',
    before: { seed: 7 },
    after: { seed: 8 },
  })
  await laptop.models.start({ params: { model: 'llama3.2:3b' }, body: { keep_alive: '5m' } })
  expect(await newest()).toMatchObject({
    action: 'models.start',
    target: 'llama3.2:3b',
    instance: 'default',
    outcome: 'done',
    after: { keep_alive: '5m' },
  })
  await laptop.models.bulkStop({ body: { models: ['llama3.2:3b', 'nothing:1b'] } })
  expect(await newest()).toMatchObject({
    action: 'models.bulkStop',
    target: null,
    after: { models: ['llama3.2:3b'], failed: ['nothing:1b'] },
  })
})

test('what is refused is told, by whom and why', async () => {
  const { app, entries } = await audited()
  const stop = (headers: Record<string, string>, model = 'x') =>
    app.inject({ method: 'POST', url: `/api/models/stop/${model}`, headers })
  await stop(bearer(keyOf('viewer')))
  await stop({})
  await stop(bearer(keyOf('operator')), 'nothing:1b')
  await stop(bearer('wrong'))
  await stop(bearer('wrong'))
  const told = await entries()
  expect(
    told.map(({ action, actor, target, outcome, code, count }) => [action, actor.name, target, outcome, code, count]),
  ).toEqual([
    ['access.sign_in', 'unknown', null, 'refused', 'unauthorized', 2],
    ['models.stop', 'API_KEY_OPERATOR', 'nothing:1b', 'refused', 'model_not_found', 1],
    ['models.stop', 'unknown', 'x', 'refused', 'unauthorized', 1],
    ['models.stop', 'API_KEY_VIEWER', 'x', 'refused', 'forbidden', 1],
  ])
})

test('signing in and out are told; leaving without a session is nothing', async () => {
  const { app, signIn, entries } = await audited()
  const cookie = await signIn(keyOf('viewer'))
  const leave = (headers: Record<string, string>) => app.inject({ method: 'DELETE', url: '/api/session', headers })
  await leave({ cookie, 'sec-fetch-site': 'same-origin' })
  await leave({})
  expect((await entries()).map(({ action, actor }) => [action, actor.name, actor.via])).toEqual([
    ['session.delete', 'API_KEY_VIEWER', 'session'],
    ['session.create', 'API_KEY_VIEWER', 'key'],
  ])
})

test('reads and previews are not told; exports are, and so is reading what another key owns', async () => {
  const { admin, clientOf, entries } = await audited()
  const owner = clientOf(keyOf('operator'))
  const { id } = await owner.conversations.save({
    body: { model: 'llama3.2:3b', messages: [{ role: 'user', content: 'A secret about goats' }] },
  })
  await owner.conversations.get({ params: { id } })
  await owner.conversations.list({ query: { q: 'goats' } })
  await admin.settings.import({ query: { dry_run: true }, body: { 'llama3.2:3b': { settings: { seed: 1 } } } })
  await admin.models.running()
  expect(await entries()).toMatchObject([{ action: 'conversations.save', target: id, after: { messages: 1 } }])

  await admin.conversations.list()
  await admin.conversations.list({ query: { q: 'goats' } })
  await admin.conversations.get({ params: { id } })
  await admin.settings.export()
  for await (const line of await admin.audit.export()) expect(line.seq).toBeGreaterThan(0)
  expect((await entries({ actor: 'env:admin' })).map(({ action, target, after }) => [action, target, after])).toEqual([
    ['audit.export', null, null],
    ['settings.export', null, null],
    ['conversations.get', id, { owner: 'env:operator', messages: 1 }],
    ['conversations.list', null, { passages_of_other_keys: 1 }],
  ])
})

test('work that goes on is told when it begins and when it ends', async () => {
  const { app, clientOf, entries } = await audited()
  const operator = clientOf(keyOf('operator'))
  const pull = { params: { model: 'smollm2:135m' } }
  await app.inject({
    method: 'POST',
    url: '/api/models/pull/smollm2:135m?wait=false',
    headers: bearer(keyOf('operator')),
  })
  await expect.poll(async () => (await entries())[0]?.outcome).toBe('done')
  expect((await entries()).map(({ action, target, outcome, actor }) => [action, target, outcome, actor.name])).toEqual([
    ['models.pull', 'smollm2:135m', 'done', 'API_KEY_OPERATOR'],
    ['models.pull', 'smollm2:135m', 'accepted', 'API_KEY_OPERATOR'],
  ])
  // Waited for, it is one entry; watched, it is as if it went on.
  await operator.models.pull(pull)
  const watched = await app.inject({
    method: 'POST',
    url: '/api/models/pull/smollm2:135m?stream=true',
    headers: bearer(keyOf('operator')),
  })
  expect(watched.statusCode).toBe(200)
  await expect
    .poll(async () => (await entries()).map(({ outcome }) => outcome))
    .toEqual(['done', 'accepted', 'done', 'done', 'accepted'])
})

test('nothing secret is in the log, whatever is done', async () => {
  const { admin, app, create, path } = await audited()
  const canary = 'canary-4711'
  const { key, id } = await create(`Key ${canary.slice(0, 3)}`)
  const rotated = await admin.keys.rotate({ params: { id }, body: {} })
  await admin.presets.create({ body: { name: 'Short', system: canary } })
  await admin.settings.save({ params: { model: 'llama3.2:3b' }, body: { system: canary, stop: [canary] } })
  await admin.models.start({ params: { model: 'llama3.2:3b' }, body: { settings: { system: canary } } })
  await admin.settings.import({
    body: { 'qwen3:14b': { settings: { system: canary } }, 'x:1b': { settings: { stop: [canary] } } },
  })
  const messages = [{ role: 'user' as const, content: canary }]
  const saved = await admin.conversations.save({ body: { model: 'llama3.2:3b', title: canary, messages } })
  await admin.conversations.update({ params: { id: saved.id }, body: { title: `${canary} again` } })
  await admin.conversations.import({ body: { sessions: [{ id: 'y', title: canary, model: 'm', messages }] } })
  await app.inject({
    method: 'POST',
    url: '/api/chat',
    headers: as('admin'),
    payload: { model: 'llama3.2:3b', messages },
  })
  await app.inject({ method: 'POST', url: '/api/models/stop/x', headers: bearer(`od_${canary}`) })
  await app.inject({
    method: 'POST',
    url: '/api/chat/presets',
    headers: as('admin'),
    payload: { name: 'X', system: canary, [canary]: 1 },
  })
  await admin.conversations.deleteAll()
  expect((await admin.audit.list()).total).toBeGreaterThanOrEqual(12)
  const text = await readFile(path, 'utf8')
  for (const secret of [canary, key, rotated.key, keyOf('admin')]) expect(text).not.toContain(secret)
})

/** Core with a log that cannot be written. */
function withoutLog(audit: Partial<Core['audit']>) {
  const { core, asked } = fakeCore()
  return { core: { ...core, audit: { ...core.audit, ...audit } }, asked }
}

test('while the log cannot be written nothing is changed, and all else goes on', async () => {
  const { core, asked } = withoutLog({
    expectWritable: async () => {
      throw new DashboardError('audit_unavailable', 'The audit log is unavailable: the disk is full.')
    },
  })
  const { app } = await testApp({ core })
  const inject = (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
    app.inject({ method, url, headers: as('admin'), ...(payload && { payload }) })
  const refused = await inject('POST', '/api/models/stop/x')
  expect(refused.statusCode).toBe(503)
  expect(refused.json()).toMatchObject({ code: 'audit_unavailable' })
  expect(asked).toEqual([])
  const message = { role: 'user', content: 'Hi' }
  for (const answer of [
    await inject('GET', '/api/models/running'),
    await inject('POST', '/api/chat', { model: 'x', messages: [message] }),
    await inject('GET', '/api/models/settings/export'),
    await inject('POST', '/api/session'),
    await inject('DELETE', '/api/session'),
    await app.inject('/health?ready=true'),
  ])
    expect(answer.statusCode).toBe(200)
})

test.each([
  ['one body', '/api/models/stop/x'],
  ['a job', '/api/models/pull/x?wait=false'],
  ['events', '/api/models/pull/x?stream=true'],
])('a change that is answered with %s is answered once its entry is written, and not without', async (_, url) => {
  let written: PromiseWithResolvers<void> = Promise.withResolvers()
  const begun = Promise.withResolvers<void>()
  const end = () => {
    begun.resolve()
    return written.promise
  }
  const { core } = withoutLog({ call: () => ({ isReported: false, changed: () => {}, end }) })
  const { app } = await testApp({ core })
  onTestFinished(() => written.resolve())
  const send = () => app.inject({ method: 'POST', url, headers: as('admin') })
  let isAnswered = false
  const answer = send().then((response) => {
    isAnswered = true
    return response
  })
  await begun.promise
  await new Promise(setImmediate)
  expect(isAnswered).toBe(false)
  written.resolve()
  expect((await answer).statusCode).toBeLessThan(300)

  written = Promise.withResolvers()
  written.promise.catch(() => undefined)
  written.reject(new DashboardError('audit_unavailable', 'The audit log is unavailable: the disk is full.'))
  const failed = await send()
  expect(failed.statusCode).toBe(503)
  expect(failed.json()).toMatchObject({ code: 'audit_unavailable' })
})
