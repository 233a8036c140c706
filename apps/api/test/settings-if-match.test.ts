import { etagOf } from '@ollama-dashboard/client'
import { expect, test } from 'vitest'
import { failureOf } from './failure-of.ts'
import { model, params, setUp } from './settings-set-up.ts'
import { as } from './support.ts'

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
