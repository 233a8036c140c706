import { writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { expect, test } from 'vitest'
import { model, setUp as setUpSettings } from './settings-set-up.ts'
import { as } from './support.ts'

async function setUp() {
  const { app, client, baseUrl, file } = await setUpSettings()
  const post = (path: string, payload?: string) =>
    app.inject({
      method: 'POST',
      url: `/api/models/settings/${path}`,
      headers: { ...as('admin'), 'content-type': 'application/json' },
      ...(payload !== undefined && { payload }),
    })
  return { client, post, baseUrl, file }
}

test('an export longer than 1 MB can be imported again', async () => {
  const { client, post } = await setUp()
  const system = '短'.repeat(32_000)
  const file = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`m${index}:1b`, { settings: { system } }]))
  for (const path of ['import?dry_run=true', 'migrate?dry_run=true'])
    expect((await post(path, JSON.stringify(file))).json()).toMatchObject({ imported: 40 })
  await client.settings.import({ body: file })
  const exported = await client.settings.export()
  expect(await client.settings.import({ body: exported })).toMatchObject({ imported: 0, skipped: 40, errors: [] })
})

test('an import without a file is refused, and of an empty file there is nothing to take', async () => {
  const { post } = await setUp()
  const refused = await post('import')
  expect([refused.statusCode, refused.json().code]).toEqual([400, 'validation_failed'])
  expect(refused.json().errors).toEqual([{ path: '/body', message: expect.any(String) }])
  expect((await post('import', '{}')).json()).toMatchObject({ imported: 0, models: [] })
})

test.each(['constructor', '__proto__'])('a model that is called %s is refused by its key', async (name) => {
  const { post, client } = await setUp()
  for (const path of ['import', 'migrate']) {
    const refused = await post(path, `{"${name}": {"settings": {"top_k": 1}}, "fine:1b": {"settings": {}}}`)
    expect([refused.statusCode, refused.json().code]).toEqual([400, 'validation_failed'])
    expect(refused.json().errors[0].path).toMatch(/^\/body/)
  }
  expect((await client.settings.list()).settings).toEqual([])
})

/** A file with two models, of which one has a value of so many lists within each other. */
const nested = (levels: number) =>
  `{"${model}": {"settings": {}, "odd": ${'['.repeat(levels)}${']'.repeat(levels)}}, "fine:1b": {"settings": {"top_k": 1}}}`

test('what is nested deeper than can be kept is refused by its key, and the rest is taken', async () => {
  const { post, client } = await setUp()
  for (const path of ['import', 'migrate'])
    expect((await post(path, nested(150))).json()).toMatchObject({
      errors: [{ model, errors: [{ path: `/body/${model}/odd` }] }],
    })
  expect(Object.keys(await client.settings.export())).toEqual(['fine:1b'])
})

test('a file that is nested deeper than anything is read is refused as a whole', async () => {
  const { post, client } = await setUp()
  for (const path of ['import', 'migrate']) {
    const refused = await post(path, nested(50_000))
    expect(refused.statusCode).toBe(400)
    expect(refused.json().errors).toEqual([{ path: '/body', message: 'must not be nested deeper than 200 levels' }])
  }
  expect(await client.settings.export()).toEqual({})
})

test('a migration with an empty body in chunks reads the file of this server', async () => {
  const { baseUrl, file, client } = await setUp()
  // What is in the file when the dashboard opens is taken over at once.
  await client.settings.list()
  await writeFile(file, JSON.stringify({ 'phi4:14b': { settings: { top_p: 0.5 } } }))
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const headers = { ...as('admin'), 'content-type': 'application/json', 'transfer-encoding': 'chunked' }
  const asked = request(new URL('/api/models/settings/migrate', baseUrl), { method: 'POST', headers }, (answer) => {
    answer.setEncoding('utf8').on('data', resolve)
  })
  asked.on('error', reject).end()
  expect(JSON.parse(await promise)).toMatchObject({ imported: 1, models: [{ model: 'phi4:14b' }] })
})
