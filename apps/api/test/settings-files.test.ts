import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { failureOf } from './failure-of.ts'
import { model, params, setUp } from './settings-set-up.ts'

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
