import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ApiError, createClient, etagOf } from '@ollama-dashboard/client'
import { type ApiContract, contract, endpointTable } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { simulatedCore } from './simulated-core.ts'
import { as, keyOf, testApp } from './support.ts'

const model = 'llama3.2:3b'
const params = { model }

/** The whole API over a simulated Ollama, and a client of it. */
async function setUp() {
  const { core, simulator, dataDir } = await simulatedCore()
  const { app } = await testApp({ core })
  const baseUrl = await app.listen({ host: '127.0.0.1', port: 0 })
  const client = createClient<ApiContract>(endpointTable(contract), { baseUrl, key: keyOf('admin') })
  const file = join(dataDir, 'model_settings.json')
  const read = async () => JSON.parse(await readFile(file, 'utf8'))
  return { app, client, simulator, file, read }
}

const failureOf = (call: Promise<unknown>): Promise<ApiError> =>
  call.then(
    () => Promise.reject(new Error('It did not fail.')),
    (error) => (error instanceof ApiError ? error : Promise.reject(error)),
  )

test('what is saved merges, null takes a field away, and the file has it when the answer comes', async () => {
  const { client, read } = await setUp()
  expect(await client.settings.get({ params })).toMatchObject({ source: 'default', settings: {}, updated_at: null })

  const saved = await client.settings.save({ params, body: { num_ctx: 8192, temperature: 0.5, stop: ['END'] } })
  expect(saved).toMatchObject({ model, source: 'user', updated_by: 'env:admin' })
  expect((await read())[model].settings).toEqual({ num_ctx: 8192, temperature: 0.5, stop: ['END'] })

  await client.settings.save({ params: { model: 'LLAMA3.2:3B' }, body: { temperature: null, top_k: 5 } })
  const { settings } = await client.settings.get({ params })
  expect(settings).toEqual({ num_ctx: 8192, stop: ['END'], top_k: 5 })
  expect((await client.settings.list()).settings.map((entry) => entry.model)).toEqual([model])
  expect((await read())[model].settings).toEqual(settings)

  await client.settings.remove({ params })
  expect(await read()).toEqual({})
  expect((await failureOf(client.settings.remove({ params }))).code).toBe('settings_not_found')
})

test.each([
  [{ temperature: '0.5' }, '/body/temperature', 'must be a number'],
  [{ stop: ['🙂'.repeat(257)] }, '/body/stop/0', 'must have at most 256 characters'],
])('%j is refused by its field, and nothing of it is saved', async (wrong, path, message) => {
  const { app, client } = await setUp()
  const answer = await app.inject({
    method: 'POST',
    url: `/api/models/settings/${model}`,
    headers: as('operator'),
    payload: { seed: 7, ...wrong },
  })
  expect([answer.statusCode, answer.json().code]).toEqual([400, 'validation_failed'])
  expect(answer.json().errors).toEqual([{ path, message: expect.stringContaining(message) }])
  expect(await client.settings.get({ params })).toMatchObject({ source: 'default', settings: {} })
})

test('If-Match lets one of two change what both have read', async () => {
  const { app, client } = await setUp()
  const first = await client.settings.get({ params })
  const ifMatch = etagOf(first) ?? ''
  const saved = await client.settings.save({ params, body: { top_k: 1 } }, { ifMatch })
  const refused = await failureOf(client.settings.save({ params, body: { top_k: 2 } }, { ifMatch }))
  expect([refused.status, refused.code]).toEqual([412, 'precondition_failed'])
  expect((await client.settings.get({ params })).settings).toEqual({ top_k: 1 })

  const etag = etagOf(saved) ?? ''
  expect(etagOf(await client.settings.get({ params }))).toBe(etag)
  const unchanged = await app.inject({
    url: `/api/models/settings/${model}`,
    headers: { ...as('viewer'), 'if-none-match': etag },
  })
  expect(unchanged.statusCode).toBe(304)
  // One in a list holds, and a star asks for anything that is saved.
  await client.settings.save({ params, body: { top_k: 3 } }, { ifMatch: `"other", ${etag}` })
  await client.settings.save({ params, body: { top_k: 4 } }, { ifMatch: '*' })
  const other = { model: 'gemma3:12b' }
  expect((await failureOf(client.settings.save({ params: other, body: {} }, { ifMatch: '*' }))).status).toBe(412)
  expect((await failureOf(client.settings.remove({ params }, { ifMatch: etag }))).status).toBe(412)
})

test.each([
  ['nginx', (etag: string) => `W/${etag}`],
  ['Apache', (etag: string) => etag.replace(/"$/, '-gzip"')],
  ['Caddy', (etag: string) => etag.replace(/"$/, '-zstd"')],
])('If-Match takes a tag as %s leaves it when it compresses', async (_, change) => {
  const { client } = await setUp()
  const first = etagOf(await client.settings.get({ params })) ?? ''
  const saved = await client.settings.save({ params, body: { top_k: 1 } }, { ifMatch: change(first) })
  const late = await failureOf(client.settings.save({ params, body: { top_k: 2 } }, { ifMatch: change(first) }))
  expect(late.status).toBe(412)
  await client.settings.save({ params, body: { top_k: 3 } }, { ifMatch: change(etagOf(saved) ?? '') })
})

test('a reset with If-Match replaces nothing that was changed meanwhile', async () => {
  const { client } = await setUp()
  const seen = etagOf(await client.settings.save({ params, body: { top_k: 1 } })) ?? ''
  await client.settings.save({ params, body: { top_k: 2 } })
  expect((await failureOf(client.settings.reset({ params }, { ifMatch: seen }))).code).toBe('precondition_failed')
  const saved = await client.settings.get({ params })
  expect(saved.settings).toEqual({ top_k: 2 })
  const reset = await client.settings.reset({ params }, { ifMatch: etagOf(saved) ?? '' })
  expect(reset.source).toBe('recommended')
  expect(etagOf(reset)).toBe(etagOf(await client.settings.get({ params })))
})

test('a save that changes nothing leaves who saved it, and when', async () => {
  const { client } = await setUp()
  const reset = await client.settings.reset({ params })
  for (const body of [{}, { seed: null }]) {
    const saved = await client.settings.save({ params, body })
    expect(saved).toEqual(reset)
    expect(etagOf(saved)).toBe(etagOf(reset))
  }
  const mine = await client.settings.save({ params, body: { seed: 1 } })
  expect(mine).toMatchObject({ source: 'user' })
  expect(etagOf(await client.settings.save({ params, body: { seed: 1 } }))).toBe(etagOf(mine))
})

test('what was imported without any setting is nothing that a person saved', async () => {
  const { client } = await setUp()
  await client.settings.import({ body: { [model]: { settings: {}, source: 'user', client: { model: 'gpt' } } } })
  await client.settings.applyAllRecommended({ body: {} })
  expect(await client.settings.get({ params })).toMatchObject({
    source: 'recommended',
    settings: { num_ctx: 131_072 },
    extra: { client: { model: 'gpt' } },
  })
})

test('of saves at once every field that was sent is kept, and the last of one field wins', async () => {
  const { client, read } = await setUp()
  await Promise.all([
    ...Array.from({ length: 20 }, (_, index) => client.settings.save({ params, body: { top_k: index } })),
    client.settings.save({ params, body: { temperature: 0.1 } }),
    client.settings.save({ params, body: { num_ctx: 2048 } }),
    client.settings.save({ params, body: { seed: 3 } }),
  ])
  const { settings } = await client.settings.get({ params })
  expect(settings).toMatchObject({ temperature: 0.1, num_ctx: 2048, seed: 3, top_k: expect.any(Number) })
  expect((await read())[model].settings).toEqual(settings)
})

test('a word of the path is no model, and a model of such a name is reached with its tag', async () => {
  const { client, app } = await setUp()
  await client.settings.save({ params: { model: 'export:latest' }, body: { top_k: 1 } })
  await client.settings.save({ params: { model: 'hf.co/org/effective:Q4' }, body: { top_k: 2 } })
  expect(Object.keys(await client.settings.export())).toEqual(['export:latest', 'hf.co/org/effective:Q4'])
  const raw = await app.inject({ url: '/api/models/settings/hf.co/org/effective:Q4', headers: as('viewer') })
  expect(raw.json().settings).toEqual({ top_k: 2 })
  const exported = await app.inject({ url: '/api/models/settings/export', headers: as('viewer') })
  expect(exported.headers['content-disposition']).toBe('attachment; filename="model_settings.json"')
})

test('what is recommended can be applied to one, to all but what a person saved, and to all', async () => {
  const { client } = await setUp()
  const { settings: recommended, reasons } = await client.settings.recommended({ params })
  expect(recommended.num_ctx).toBe(131_072)
  // What holds without being saved is a reason, and nothing to save.
  const needed = reasons.filter(({ value, without_saved }) => value !== without_saved)
  expect(Object.keys(recommended).sort()).toEqual(needed.map(({ field }) => field).sort())
  expect(needed.length).toBeLessThan(reasons.length)
  expect(await client.settings.list()).toEqual({ settings: [] })

  await client.settings.save({ params, body: { num_ctx: 2048 } })
  const applied = await client.settings.applyAllRecommended({ body: {} })
  expect(applied.errors).toEqual([])
  expect((await client.settings.get({ params })).settings).toEqual({ num_ctx: 2048 })
  const { settings } = await client.settings.list()
  expect(settings).toHaveLength(applied.applied + 1)
  // Of the eight of this server one only embeds, and has none.
  expect([applied.applied, applied.skipped]).toEqual([6, 2])
  expect((await client.settings.applyAllRecommended()).applied).toBe(0)

  expect(await client.settings.applyAllRecommended({ body: { overwrite: true } })).toMatchObject({ applied: 1 })
  expect(await client.settings.get({ params })).toMatchObject({ source: 'recommended', settings: recommended })

  await client.settings.save({ params, body: { temperature: 2 } })
  expect(await client.settings.reset({ params })).toMatchObject({ source: 'recommended', settings: recommended })
  expect((await failureOf(client.settings.reset({ params: { model: 'absent' } }))).code).toBe('model_not_found')
})

test('each option in force says where its value is from, and whether another one reloads the model', async () => {
  const { client } = await setUp()
  const name = { model: 'qwen3:14b' }
  await client.settings.save({ params: name, body: { num_ctx: 4096, temperature: 0.3 } })
  const { options, needs_restart } = await client.settings.effective({ params: name })
  const of = (field: string) => options.find((option) => option.field === field)
  expect(of('num_ctx')).toMatchObject({ value: 4096, origin: 'saved', reloads: true })
  expect(of('temperature')).toMatchObject({
    value: 0.3,
    origin: 'saved',
    reloads: false,
    without_saved: { value: 0.6, origin: 'modelfile' },
  })
  expect(of('top_k')).toMatchObject({ value: 20, origin: 'modelfile' })
  expect(of('stop')).toMatchObject({ value: ['<|im_start|>', '<|im_end|>'], origin: 'modelfile' })
  expect(of('repeat_last_n')).toMatchObject({ value: 64, origin: 'server' })
  expect(of('mirostat')).toBeUndefined()
  // It is in memory with 16,384 tokens from the beginning.
  expect(needs_restart).toBe(true)
  await client.models.start({ params: name, body: {} })
  expect((await client.settings.effective({ params: name })).needs_restart).toBe(false)
})

test('copies go to several models at once, and keep what the target does not share', async () => {
  const { client } = await setUp()
  await client.settings.save({ params, body: { num_ctx: 2048 } })
  const { settings } = await client.settings.copy({ body: { from: model, to: ['gemma3:12b', 'not/here:1'] } })
  expect(settings.map((entry) => [entry.model, entry.settings])).toEqual([
    ['gemma3:12b', { num_ctx: 2048 }],
    ['not/here:1', { num_ctx: 2048 }],
  ])
  const none = await failureOf(client.settings.copy({ body: { from: 'absent', to: [model] } }))
  expect(none.code).toBe('settings_not_found')
  const twice = await failureOf(client.settings.copy({ body: { from: model, to: ['a', 'a:latest'] } }))
  expect(twice.fieldErrors).toEqual([{ path: '/body/to/1', message: 'is the same model as to/0' }])
})

test('an export brings everything back, also onto what was changed meanwhile', async () => {
  const { client } = await setUp()
  await client.settings.save({ params, body: { num_ctx: 2048, system: 'Be “brief” — 短く。' } })
  await client.settings.save({ params: { model: 'gemma3:12b' }, body: { top_k: 1 } })
  const before = (await client.settings.list()).settings
  const file = await client.settings.export()
  await client.settings.save({ params, body: { num_ctx: 4096 } })
  await client.settings.remove({ params: { model: 'gemma3:12b' } })
  const plan = {
    imported: 2,
    skipped: 0,
    errors: [],
    models: [
      { model: 'gemma3:12b', outcome: 'new', changes: ['top_k'], before: {}, after: { top_k: 1 } },
      { model, outcome: 'replaced', changes: ['num_ctx'], before: { num_ctx: 4096 }, after: { num_ctx: 2048 } },
    ],
  }
  const dry = { body: file, query: { dry_run: true } }
  expect(await client.settings.import(dry)).toEqual(plan)
  expect((await client.settings.get({ params })).settings.num_ctx).toBe(4096)
  expect(await client.settings.import({ body: file })).toEqual(plan)
  expect((await client.settings.list()).settings).toEqual(before)
  expect(await client.settings.import({ body: file })).toMatchObject({ imported: 0, skipped: 2 })
  expect(await client.settings.import(dry)).toMatchObject({ models: [{ outcome: 'same' }, { outcome: 'same' }] })
})

test('a migration fills in what nobody saved, from the body or from the file of this server', async () => {
  const { client, file, read } = await setUp()
  await client.settings.save({ params, body: { num_ctx: 2048 } })
  const old = {
    [model]: { settings: { num_ctx: 512 }, source: 'user', last_updated: '2025-01-01T00:00:00+00:00' },
    'gemma3:12b': { settings: { top_k: '7', seed: 0 }, source: 'recommended', last_updated: null },
  }
  expect(await client.settings.migrate({ body: old, query: { dry_run: true } })).toMatchObject({
    imported: 1,
    skipped: 1,
  })
  expect((await client.settings.list()).settings).toHaveLength(1)
  expect(await client.settings.migrate({ body: old })).toEqual({
    imported: 1,
    skipped: 1,
    errors: [],
    models: [
      { model, outcome: 'kept', changes: ['num_ctx'], before: { num_ctx: 2048 }, after: { num_ctx: 512 } },
      { model: 'gemma3:12b', outcome: 'new', changes: ['top_k'], before: {}, after: { top_k: 7 } },
    ],
  })
  expect((await client.settings.get({ params })).settings).toEqual({ num_ctx: 2048 })
  expect(await client.settings.get({ params: { model: 'gemma3:12b' } })).toMatchObject({
    settings: { top_k: 7 },
    source: 'recommended',
  })
  expect(await client.settings.migrate({ body: old })).toMatchObject({ imported: 0, skipped: 2, errors: [] })

  await writeFile(file, JSON.stringify({ 'phi4:14b': { settings: { top_p: 0.5 } } }))
  expect(await client.settings.migrate()).toMatchObject({ imported: 1, errors: [] })
  expect(Object.keys(await read())).toEqual(['gemma3:12b', model, 'phi4:14b'])

  // An empty file is one that was sent: there is nothing in it to take over.
  await writeFile(file, JSON.stringify({ 'qwq:32b': { settings: { top_p: 0.5 } } }))
  expect(await client.settings.migrate({ body: {} })).toMatchObject({ imported: 0, skipped: 0, models: [] })
  await rm(file)
  await mkdir(file)
  expect(await failureOf(client.settings.migrate())).toMatchObject({ status: 400, code: 'validation_failed' })
  await rm(file, { recursive: true })

  const broken = '{"gemma3:12b": {"settings": {"top_k": 7},'
  await writeFile(file, broken)
  expect(await failureOf(client.settings.migrate())).toMatchObject({ status: 400, code: 'validation_failed' })
  await client.settings.save({ params, body: { num_ctx: 1024 } })
  expect(await readFile(file, 'utf8')).toBe(broken)
  const { components, status } = await client.observability.health()
  expect(components.find(({ name }) => name === 'settings-file')).toMatchObject({
    status: 'degraded',
    detail: expect.stringContaining('not valid JSON'),
  })
  expect(status).not.toBe('unhealthy')
})

test('deleting a model removes what was saved for it', async () => {
  const { client } = await setUp()
  await client.settings.save({ params, body: { num_ctx: 2048 } })
  const installed = async () => (await client.models.available()).models.find(({ name }) => name === model)
  expect(await installed()).toMatchObject({ has_custom_settings: true })
  // Taking the last one away leaves nothing that is saved.
  expect(await client.settings.save({ params, body: { num_ctx: null } })).toMatchObject({ source: 'default' })
  expect(await installed()).toMatchObject({ has_custom_settings: false })
  await client.settings.save({ params, body: { num_ctx: 2048 } })
  expect(await client.models.delete({ params })).toMatchObject({ settings_removed: true })
  expect((await client.settings.list()).settings).toEqual([])
  expect(await client.models.delete({ params: { model: 'gemma3:12b' } })).toMatchObject({ settings_removed: false })
})
