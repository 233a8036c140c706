import { expect, test } from 'vitest'
import { failureOf } from './failure-of.ts'
import { model, params, setUp } from './settings-set-up.ts'

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
