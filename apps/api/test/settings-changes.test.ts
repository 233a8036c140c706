import { writeFile } from 'node:fs/promises'
import { etagOf } from '@ollama-dashboard/client'
import { systemContext } from '@ollama-dashboard/core'
import { expect, test } from 'vitest'
import { model, params, setUp as setUpSettings } from './settings-set-up.ts'

async function setUp() {
  const { core, client, file, read } = await setUpSettings()
  const addByHand = async (name: string, settings: object) =>
    writeFile(file, JSON.stringify({ ...(await read()), [name]: { settings } }))
  const announced = () =>
    core.events.recent(systemContext, { limit: 100 }).filter(({ type }) => type.startsWith('settings.'))
  const sourceOf = async (name: string) => (await client.settings.get({ params: { model: name } })).source
  return { client, addByHand, announced, sourceOf }
}

test('saving exactly the recommended values counts as manual', async () => {
  const { client } = await setUp()
  const { settings } = await client.settings.reset({ params })
  const saved = await client.settings.save({ params, body: { ...settings } })
  expect(saved).toMatchObject({ source: 'user', settings, updated_by: 'env:admin' })
  await client.settings.applyAllRecommended()
  expect(await client.settings.get({ params })).toEqual(saved)
})

test('only what changed something is announced, and what leaves nothing as a removal', async () => {
  const { client, announced } = await setUp()
  const first = await client.settings.save({ params, body: { presence_penalty: -0, top_k: 5 } })
  for (const body of [{}, { top_k: 5 }, { presence_penalty: -0 }, { seed: null }])
    expect(etagOf(await client.settings.save({ params, body }))).toBe(etagOf(first))
  expect(announced()).toMatchObject([{ type: 'settings.saved', model }])

  await client.settings.save({ params, body: { top_k: null, presence_penalty: null } })
  await client.settings.save({ params, body: { top_k: null } })
  expect(
    announced()
      .map(({ type }) => type)
      .sort(),
  ).toEqual(['settings.removed', 'settings.saved'])
})

test('what somebody wrote into the file counts before every change', async () => {
  const { client, addByHand, sourceOf } = await setUp()
  await client.settings.save({ params, body: { top_k: 1 } })

  await addByHand('gemma3:12b', { num_ctx: 1024 })
  await client.settings.applyAllRecommended()
  expect(await sourceOf('gemma3:12b')).toBe('user')

  await addByHand('phi4:14b', { num_ctx: 2048 })
  await client.settings.copy({ body: { from: 'phi4:14b', to: ['other:1b'] } })
  expect((await client.settings.get({ params: { model: 'other:1b' } })).settings).toEqual({ num_ctx: 2048 })

  await addByHand('by-hand:1b', { top_k: 1 })
  const body = { 'by-hand:1b': { settings: { top_k: 2 } } }
  expect(await client.settings.import({ body })).toMatchObject({ models: [{ outcome: 'replaced' }] })

  await addByHand('by-hand:2b', { top_k: 1 })
  const migrated = await client.settings.migrate({ body: { 'by-hand:2b': { settings: { top_k: 2 } } } })
  expect(migrated).toMatchObject({ imported: 0, models: [{ outcome: 'kept' }] })
})

test('a reset takes what was written into the file with it, and leaves the rest of it', async () => {
  const { client, addByHand } = await setUp()
  await client.settings.save({ params, body: { top_k: 1 } })
  await addByHand('by-hand:1b', { top_k: 2 })
  await client.settings.reset({ params })
  const { settings } = await client.settings.list()
  expect(settings.map((entry) => entry.model)).toEqual(['by-hand:1b', model])
})

test('settings without any field are nothing to copy', async () => {
  const { client } = await setUp()
  await client.settings.import({ body: { 'empty:1b': { settings: {}, source: 'recommended' } } })
  await client.settings.save({ params, body: { top_k: 1 } })
  await expect(client.settings.copy({ body: { from: 'empty:1b', to: [model] } })).rejects.toMatchObject({
    code: 'settings_not_found',
  })
  expect((await client.settings.get({ params })).settings).toEqual({ top_k: 1 })
})

test('an import leaves models spelt as they are saved or installed', async () => {
  const { client } = await setUp()
  await client.settings.save({ params: { model: 'My/Model:1b' }, body: { top_k: 1 } })
  const entry = { settings: { top_k: 2 } }
  await client.settings.import({ body: { 'my/model:1B': entry, 'GEMMA3:12B': entry, 'Else:1b': entry } })
  const { settings } = await client.settings.list()
  expect(settings.map((one) => one.model)).toEqual(['Else:1b', 'gemma3:12b', 'My/Model:1b'])
})
