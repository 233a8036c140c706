import { once } from 'node:events'
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { model, ofOthers, origin, setUp } from './settings-with-file.ts'

test('a file that cannot be read is never written over, and told until it is mended', async () => {
  const { open, put, path, clock, read } = await setUp()
  const text = '{"llama3": {'
  await put(text)
  const saved = await open()
  await saved.merge(model, { num_ctx: 2048 }, origin)
  expect(await readFile(path, 'utf8')).toBe(text)
  expect(saved.health()[0]?.detail).toMatch(/^The settings file cannot be read\. .*It is left unchanged\./)
  expect((await saved.list()).map((entry) => entry.model)).toEqual([model])

  await put({ 'gemma3:12b': { settings: { top_k: 1 } } })
  await clock.advance(10_000)
  await saved.list()
  await expect.poll(() => saved.health()[0]?.status).toBe('healthy')
  expect(Object.keys(await read())).toEqual(['gemma3:12b', model])
})

test('a file in another encoding than UTF-8 is never written over, and told until it is mended', async () => {
  const { open, put, path, clock, read } = await setUp()
  const latin1 = Buffer.from(JSON.stringify({ [model]: { settings: { system: 'Gib mir Käse.' } } }), 'latin1')
  await writeFile(path, latin1)
  const saved = await open()
  await saved.merge('gemma3:12b', { top_k: 1 }, origin)
  expect(await readFile(path)).toEqual(latin1)
  expect(saved.health()[0]?.detail).toBe(
    'The file set in MODEL_SETTINGS_FILE cannot be read. It is not UTF-8 text. It is left unchanged. Fix the file or move it.',
  )
  await expect(saved.migrate(null, origin)).rejects.toMatchObject({ code: 'validation_failed' })
  expect((await saved.list()).map((entry) => entry.model)).toEqual(['gemma3:12b'])

  await put(`\uFEFF${latin1.toString('latin1')}`)
  await clock.advance(10_000)
  await expect.poll(() => saved.health()[0]?.status).toBe('healthy')
  expect(await read()).toMatchObject({ [model]: { settings: { system: 'Gib mir Käse.' } } })
})

test('what nobody foresaw keeps nothing from being saved and read, and is told and logged once', async () => {
  const { open, put, clock, read, storage } = await setUp()
  await put(ofOthers)
  let isBroken = true
  const mistake = new Error('invalid byte sequence for encoding "UTF8": 0x00')
  const reported: unknown[] = []
  const saved = await open({
    report: (error) => reported.push(error),
    storage: {
      ...storage,
      writtenFiles: {
        ...storage.writtenFiles,
        hashesOf: async (path) => (isBroken ? Promise.reject(mistake) : storage.writtenFiles.hashesOf(path)),
      },
    },
  })
  await saved.merge('gemma3:12b', { top_k: 1 }, origin)
  expect((await saved.find('gemma3:12b')).entry.settings).toEqual({ top_k: 1 })
  expect(saved.health()[0]?.detail).toBe('MODEL_SETTINGS_FILE does not match the saved data. See the log.')
  await clock.advance(10_000)
  expect(reported).toEqual([mistake])
  expect(await read()).toEqual(ofOthers)

  isBroken = false
  await clock.advance(10_000)
  await expect.poll(() => saved.health()[0]?.status).toBe('healthy')
  expect(Object.keys(await read())).toEqual(['gemma3:12b', model])
})

test('a folder in the place of the file keeps nothing from being saved, and is told', async () => {
  const { open, path, clock, read } = await setUp()
  await mkdir(path)
  const saved = await open()
  await saved.merge(model, { num_ctx: 2048 }, origin)
  expect(saved.health()).toEqual([
    {
      name: 'settings-file',
      status: 'degraded',
      detail: 'MODEL_SETTINGS_FILE cannot be written. It is a folder.',
      checkedAt: clock.now(),
    },
  ])
  await expect(saved.migrate(null, origin)).rejects.toMatchObject({
    code: 'validation_failed',
    message: 'The file set in MODEL_SETTINGS_FILE cannot be read. It is a folder.',
  })
  await rm(path, { recursive: true })
  await clock.advance(10_000)
  await expect.poll(() => saved.health()[0]?.status).toBe('healthy')
  expect(await read()).toMatchObject({ [model]: { settings: { num_ctx: 2048 } } })
})

test('what is no regular file, and may never end, is not read and not replaced, and told', async () => {
  const { open, path } = await setUp()
  const server = createServer().listen(path)
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const saved = await open()
  await saved.merge(model, { num_ctx: 2048 }, origin)
  const told = 'The file set in MODEL_SETTINGS_FILE cannot be read. It is not a regular file.'
  expect(saved.health()[0]?.detail).toBe(`${told} It is left unchanged. Fix the file or move it.`)
  await expect(saved.migrate(null, origin)).rejects.toMatchObject({ code: 'validation_failed', message: told })
  expect((await stat(path)).isSocket()).toBe(true)
})
