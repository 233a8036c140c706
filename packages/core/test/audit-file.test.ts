import { hash } from 'node:crypto'
import { appendFile, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { verifyFiles } from '../src/audit/log/verify-files.ts'
import { failingDisk, filesOfLog, openLog } from './audit-log.ts'

const targetsOf = async (paths: readonly string[]) =>
  (await Promise.all(paths.map((path) => readFile(path, 'utf8'))))
    .join('')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).target)

test('each line continues the one before, by bytes that anybody can hash', async () => {
  const { append, path } = await openLog()
  for (const target of ['a', 'b', 'ä']) await append(target)
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n')
  let prev = '0'.repeat(64)
  for (const [index, line] of lines.entries()) {
    const entry = JSON.parse(line)
    expect(entry).toMatchObject({ seq: index + 1, prev })
    expect(hash('sha256', line.slice(0, line.lastIndexOf(',"hash":')))).toBe(entry.hash)
    prev = entry.hash
  }
})

test('nobody else may read what is in its folder, the lock and its journal included', async () => {
  const { append, path } = await openLog({ maxBytes: 600 })
  for (const target of ['a', 'b']) await append(target)
  const folder = dirname(path)
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  const names = await readdir(folder)
  expect(names).toEqual(
    expect.arrayContaining(['audit.log', 'audit.log.000000000001', 'audit.log.lock', 'audit.log.lock-journal']),
  )
  for (const name of names) expect([name, (await stat(join(folder, name))).mode & 0o777]).toEqual([name, 0o600])
})

test('a log that is closed while it opens lets another process have it', async () => {
  const first = await openLog()
  const opening = first.store.head()
  await first.store[Symbol.asyncDispose]()
  await opening
  const second = await openLog({ path: first.path })
  await second.append('a')
  expect(await targetsOf([first.path])).toEqual(['a'])
})

test('those who wait at once are written in their order, with one fsync for all that came meanwhile', async () => {
  const { disk, counts } = failingDisk()
  const { append, path } = await openLog({ disk })
  const targets = Array.from({ length: 40 }, (_, index) => `m${index}`)
  await Promise.all(targets.map(append))
  expect(await targetsOf([path])).toEqual(targets)
  expect(counts.get('datasync')).toBeLessThanOrEqual(2)
})

test('a full file is set aside, and the chain goes on in the next', async () => {
  const { append, path, store } = await openLog({ maxBytes: 2000 })
  for (let index = 0; index < 12; index += 1) await append(`m${index}`)
  const files = await filesOfLog(path)
  expect(files.length).toBeGreaterThan(2)
  expect(await targetsOf(files)).toEqual(Array.from({ length: 12 }, (_, index) => `m${index}`))
  for (const file of files) expect((await stat(file)).size).toBeLessThanOrEqual(2000)
  expect(await verifyFiles(files, null)).toEqual({ intact: true, lines: 12 })
  const backward: string[] = []
  for await (const line of store.backward(new AbortController().signal, 6))
    backward.push(JSON.parse(String(line)).target)
  expect(backward).toEqual(['m4', 'm3', 'm2', 'm1', 'm0'])
})

test.each([
  ['half a line', (path: string) => appendFile(path, '{"seq":3,"time":"2026')],
  ['zeros that were never written', (path: string) => appendFile(path, Buffer.alloc(4096))],
  [
    'zeros and what followed them',
    (path: string) => appendFile(path, Buffer.concat([Buffer.alloc(99), Buffer.from('}\n')])),
  ],
])('after a crash that left %s, the log goes on behind the last whole line', async (_, crash) => {
  const before = await openLog()
  for (const target of ['a', 'b']) await before.append(target)
  await before.close()
  await crash(before.path)
  const after = await openLog({ path: before.path })
  await after.append('c')
  expect(after.cuts).toHaveLength(1)
  expect(await targetsOf([before.path])).toEqual(['a', 'b', 'c'])
  expect(await verifyFiles([before.path], null)).toEqual({ intact: true, lines: 3 })
})

test('a line that somebody edited stays as evidence, and the log goes on', async () => {
  const before = await openLog()
  for (const target of ['a', 'b']) await before.append(target)
  await before.close()
  await writeFile(before.path, (await readFile(before.path, 'utf8')).replace('"target":"b"', '"target":"x"'))
  const after = await openLog({ path: before.path })
  await after.append('c')
  expect(after.cuts).toEqual([])
  expect((await verifyFiles([before.path], null)).first_broken).toMatchObject({ line: 2 })
})

test.each([
  ['write', 'appendFile', 'ENOSPC', 'the disk is full'],
  ['fsync', 'datasync', 'EIO', 'the disk reported an error'],
])('a change whose %s fails is not acknowledged, and is written once that works', async (_, what, code, reason) => {
  const { disk, failures } = failingDisk()
  const { append, path, writer, store, clock } = await openLog({ disk })
  await append('a')
  failures.set(what, code)
  await expect(append('b')).rejects.toMatchObject({ code: 'audit_unavailable' })
  expect(store.failure).toMatchObject({ reason })
  expect(writer.waiting).toBe(1)
  // Before anything is done for it.
  await expect(writer.expectWritable()).rejects.toMatchObject({ code: 'audit_unavailable' })
  expect(await targetsOf([path])).toEqual(['a'])

  failures.clear()
  await clock.until(expect.poll(() => store.failure).toBeNull())
  await writer.expectWritable()
  await append('c')
  expect(await targetsOf([path])).toEqual(['a', 'b', 'c'])
  expect(await verifyFiles([path], null)).toEqual({ intact: true, lines: 3 })
})

test('a folder that became read-only is noticed before a change is made', async () => {
  const { disk, failures } = failingDisk()
  const { append, writer, clock } = await openLog({ disk })
  await append('a')
  failures.set('access', 'EROFS')
  await clock.advance(1000)
  await expect(writer.expectWritable()).rejects.toThrow('read-only')
})

test.each([
  ['deleted', (path: string) => rm(path), 'deleted'],
  ['cut', (path: string) => truncate(path, 100), 'changed'],
  [
    'replaced',
    async (path: string) => {
      await rename(path, `${path}.mine`)
      await writeFile(path, 'something else')
    },
    'changed',
  ],
])('a file that was %s while it is open is found out, and what comes later is kept', async (_, disturb, what) => {
  const { append, path, store } = await openLog()
  for (const target of ['a', 'b']) await append(target)
  await disturb(path)
  await append('c')
  expect(await readFile(path, 'utf8')).toContain('"target":"c"')
  expect(store.disturbance).toContain(what)
  expect((await verifyFiles([path], null)).intact).toBe(false)
})

test('a second dashboard does not write the same file', async () => {
  const first = await openLog()
  await first.append('a')
  const second = await openLog({ path: first.path })
  await expect(second.append('b')).rejects.toThrow('another process writes it')
  await first.append('c')
  expect(await targetsOf([first.path])).toEqual(['a', 'c'])
})
