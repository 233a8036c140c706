import { etagOf } from '@ollama-dashboard/client'
import { expect, test } from 'vitest'
import { failureOf } from './failure-of.ts'
import { model, params, setUp } from './settings-set-up.ts'
import { as } from './support.ts'

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
