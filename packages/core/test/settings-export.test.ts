import { readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { linkHub } from './replicas-set-up.ts'
import { handedLease } from './replicated-cores.ts'
import { model, ofOthers, origin, setUp } from './settings-with-file.ts'

test('a file that is there at the first start is taken over before it is written over', async () => {
  const { open, put, read, names } = await setUp()
  await put(ofOthers)
  const saved = await open()
  await saved.merge('gemma3:12b', { top_k: 1 }, origin)
  expect((await saved.find(model)).entry).toMatchObject({ settings: { num_ctx: 4096 }, source: 'user' })
  expect(Object.keys(await read())).toEqual(['gemma3:12b', model])
  // All of it is in the storage: there is nothing to keep beside it.
  expect(await names()).toEqual(['model_settings.json'])
})

test('what cannot be taken over whole is kept beside it', async () => {
  const { open, put, names, folder, clock } = await setUp()
  const file = { ...ofOthers, 'bad:1b': { settings: { num_ctx: 'many' } } }
  await put(file)
  await (await open()).list()
  const [, backup = ''] = (await names()).sort()
  expect(backup).toBe(`model_settings.json.${new Date(clock.now()).toISOString().replaceAll(/[-:.]/g, '')}.bak`)
  expect(JSON.parse(await readFile(join(folder, backup), 'utf8'))).toEqual(file)
})

test('a file changed by hand is not lost: what is new is taken, what differs is kept beside', async () => {
  const { open, put, read, names } = await setUp()
  const saved = await open()
  await saved.merge(model, { num_ctx: 2048 }, { ...origin, actor: 'laptop' })
  const written = await read()
  await put({ ...written, [model]: { ...written[model], settings: { num_ctx: 512 } }, 'new:1b': { settings: {} } })
  await saved.merge('gemma3:12b', { top_k: 1 }, origin)
  expect((await saved.find(model)).entry.settings).toEqual({ num_ctx: 2048 })
  expect(Object.keys(await read())).toEqual(['gemma3:12b', model, 'new:1b'])
  expect((await names()).filter((name) => name.endsWith('.bak'))).toHaveLength(1)
})

test('what is removed stays removed, though somebody changed the file meanwhile', async () => {
  const { open, put, read, names } = await setUp()
  const saved = await open()
  await saved.merge(model, { num_ctx: 2048 }, origin)
  await saved.merge('phi4:14b', { top_k: 1 }, origin)
  await put({ ...(await read()), 'new:1b': { settings: { top_k: 2 } } })
  await saved.remove(model, origin)
  expect((await saved.list()).map((entry) => entry.model)).toEqual(['new:1b', 'phi4:14b'])

  await put({ ...(await read()), 'newer:1b': { settings: { top_k: 3 } } })
  expect(await saved.merge('phi4:14b', { top_k: null }, origin)).toMatchObject({ version: null })
  expect((await saved.list()).map((entry) => entry.model)).toEqual(['new:1b', 'newer:1b'])
  expect(Object.keys(await read())).toEqual(['new:1b', 'newer:1b'])
  expect(await names()).toEqual(['model_settings.json'])
})

test('of what is removed, the file keeps beside it what it alone knew', async () => {
  const { open, put, folder, names } = await setUp()
  const saved = await open()
  await saved.merge(model, { num_ctx: 2048 }, origin)
  await put(ofOthers)
  await saved.remove(model, origin)
  expect(await saved.list()).toEqual([])
  const [, backup = ''] = (await names()).sort()
  expect(JSON.parse(await readFile(join(folder, backup), 'utf8'))).toEqual(ofOthers)
})

test('what the dashboard wrote itself is nobody else’s after a restart', async () => {
  const { open, put, read, names } = await setUp()
  await (await open()).merge(model, { num_ctx: 2048 }, { ...origin, actor: 'laptop' })
  const before = await read()
  const again = await open()
  expect((await again.find(model)).entry).toMatchObject({ settings: { num_ctx: 2048 }, updated_by: 'laptop' })
  await again.remove(model, origin)
  expect(await read()).toEqual({})
  expect(await names()).toEqual(['model_settings.json'])
  // The one before, as a process that was killed would have left it.
  await put(`${JSON.stringify(before, null, 2)}\n`)
  const third = await open()
  expect(await third.list()).toEqual([])
})

test('what a dashboard under another host name wrote is not taken for somebody else’s', async () => {
  const { open, read, names, storage } = await setUp()
  const { writtenFiles } = storage
  const elsewhere = await open({
    storage: {
      ...storage,
      writtenFiles: {
        ...writtenFiles,
        remember: (_host, path, hashes) => writtenFiles.remember('c0ffee', path, hashes),
      },
    },
  })
  await elsewhere.merge(model, { num_ctx: 2048 }, origin)
  // Another dashboard over the same storage, with a file of its own, takes it away.
  const [stored] = await storage.settings.all()
  await storage.settings.apply([{ key: model, entry: null, replaces: stored?.version ?? null }])
  expect(await (await open()).list()).toEqual([])
  expect(await read()).toEqual({})
  expect(await names()).toEqual(['model_settings.json'])
})

test('a link stays a link, and only its user may read what it leads to', async () => {
  const { open, path, folder } = await setUp()
  const target = join(folder, 'elsewhere.json')
  await writeFile(target, '{}')
  await symlink(target, path)
  await (await open()).merge(model, { num_ctx: 2048 }, origin)
  expect(JSON.parse(await readFile(target, 'utf8'))).toHaveProperty([model])
  expect(await readFile(path, 'utf8')).toBe(await readFile(target, 'utf8'))
  expect((await stat(target)).mode & 0o777).toBe(0o600)
})

test('a folder that is not there is made, and what a killed process left is removed', async () => {
  const { open, folder, names } = await setUp({ name: 'model_settings.json' })
  await writeFile(join(folder, '.model_settings.json.1.tmp'), '{"half')
  await (await open()).list()
  expect(await names()).toEqual([])

  const deeper = await setUp({ name: join('a', 'b', 'settings.json') })
  await (await deeper.open()).merge(model, { top_k: 1 }, origin)
  expect(await deeper.read()).toHaveProperty([model])
})

test('of many saves at once the file has them all when the last is answered', async () => {
  const { open, read } = await setUp()
  const saved = await open()
  const names = Array.from({ length: 30 }, (_, index) => `m${String(index).padStart(2, '0')}:latest`)
  await Promise.all(names.map((name, top_k) => saved.merge(name, { top_k }, origin)))
  const file = await read()
  expect(Object.keys(file)).toEqual(names)
  expect(file['m29:latest'].settings).toEqual({ top_k: 29 })
})

test('a storage that fails is what a save fails with, and the file stays as it was', async () => {
  const { open, storage, read } = await setUp()
  const saved = await open()
  await saved.merge(model, { top_k: 1 }, origin)
  await storage[Symbol.asyncDispose]()
  await expect(saved.merge(model, { top_k: 2 }, origin)).rejects.toThrow()
  expect(await read()).toMatchObject({ [model]: { settings: { top_k: 1 } } })
})

test('of two replicas one keeps the file, what the other saves is in it within a moment, and a new one goes on', async () => {
  const [lease, hub] = [handedLease(), linkHub()]
  const replicas = [lease.join(hub), lease.join(hub)] as const
  const { folder, path, open, read, names } = await setUp()
  await open({ replicas: replicas[0] })
  const other = join(folder, 'other.json')
  const second = await open({ replicas: replicas[1], path: other })
  await second.merge(model, { num_ctx: 8192 }, origin)
  await expect
    .poll(() => read().catch(() => null), { interval: 5 })
    .toMatchObject({
      [model]: { settings: { num_ctx: 8192 } },
    })
  await expect.poll(names, { interval: 5 }).toEqual([basename(path)])
  expect(second.health()).toMatchObject([{ status: 'healthy', detail: 'Another replica writes it.' }])
  lease.give(replicas[1])
  await expect.poll(() => readFile(other, 'utf8').catch(() => ''), { interval: 5 }).toContain('8192')
})
