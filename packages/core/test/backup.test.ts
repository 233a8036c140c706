import { randomBytes } from 'node:crypto'
import { copyFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { create, extract } from 'tar'
import { expect, onTestFinished, test } from 'vitest'
import { verifyFiles } from '../src/audit/log/verify-files.ts'
import type { BackupPlaces } from '../src/backup/backup-places.ts'
import { createBackup } from '../src/backup/create-backup.ts'
import { restoreBackup } from '../src/backup/restore-backup.ts'
import { openCore } from '../src/core.ts'
import { systemClock } from '../src/kernel/clock.ts'
import { openStorage } from '../src/storage/open-storage.ts'
import { caller } from './caller.ts'
import { temporaryFolder } from './temporary-folder.ts'

const clock = systemClock
const version = '1.0.0'

const placesIn = (dataDir: string): BackupPlaces => ({
  dataDir,
  auditLog: join(dataDir, 'logs', 'audit.log'),
  settingsFile: null,
  historyFile: null,
})

/** A dashboard in a folder, with a log whose files are short. */
async function openIn(dataDir: string) {
  const storage = await openStorage({ dataDir, clock })
  const core = await openCore({
    storage,
    acceptedKeys: null,
    instances: [{ name: 'default', url: new URL('http://127.0.0.1:1') }],
    version,
    dataDir,
    audit: { path: placesIn(dataDir).auditLog, maxBytes: 4096 },
  })
  const close = async () => {
    await core[Symbol.asyncDispose]()
    await storage[Symbol.asyncDispose]()
  }
  onTestFinished(close)
  const save = async (seed: number) => {
    await core.settings.save(caller(), { model: `m${seed}`, patch: { seed } })
    const actor = { key_id: null, name: 'local', role: 'admin', address: '127.0.0.1', via: 'none' } as const
    const of = { actor, action: 'settings.save', target: `m${seed}`, instance: null, trace_id: null }
    await core.audit.call(of).end({ outcome: 'done', code: null, isChange: true })
  }
  const saved = async () => (await core.settings.list(caller())).map(({ model }) => model).toSorted()
  return { core, close, save, saved }
}

/** A backup of a dashboard that has saved something and is closed. */
async function backedUp(settings = 3) {
  const dataDir = await temporaryFolder()
  const dashboard = await openIn(dataDir)
  for (let seed = 1; seed <= settings; seed += 1) await dashboard.save(seed)
  const saved = await dashboard.saved()
  await dashboard.close()
  const file = join(await temporaryFolder(), 'backup.tar.gz')
  const manifest = await createBackup({ places: placesIn(dataDir), file, version, clock })
  return { dataDir, file, manifest, saved }
}

test('a backup during writes, restored elsewhere, has what was saved before it, and a whole audit log', async () => {
  const dataDir = await temporaryFolder()
  const dashboard = await openIn(dataDir)
  for (let seed = 1; seed <= 30; seed += 1) await dashboard.save(seed)
  const before = await dashboard.saved()
  const over = new AbortController()
  const writing = (async () => {
    for (let seed = 31; !over.signal.aborted; seed += 1) await dashboard.save(seed)
  })()
  const file = join(await temporaryFolder(), 'backup.tar.gz')
  const manifest = await createBackup({ places: placesIn(dataDir), file, version, clock }).finally(() => over.abort())
  await writing
  expect(manifest.audit_intact).toBe(true)
  expect(Object.keys(manifest.files)).toContain('audit.log.000000000001')

  const elsewhere = await temporaryFolder()
  const places = { ...placesIn(elsewhere), auditLog: join(elsewhere, 'who', 'did-what.log') }
  const restored = await restoreBackup({ places, file, clock })
  expect(restored.setAside).toEqual([])
  const logs = (await readdir(join(elsewhere, 'who'))).map((name) => join(elsewhere, 'who', name))
  expect(await verifyFiles(logs, null)).toMatchObject({ intact: true })
  const again = await openIn(elsewhere)
  const saved = await again.saved()
  expect(saved).toEqual(expect.arrayContaining(before))
  expect((await dashboard.saved()).slice()).toEqual(expect.arrayContaining(saved))
})

test('what was there before is set aside, and nothing of it is lost', async () => {
  const { dataDir, file, saved } = await backedUp()
  const dashboard = await openIn(dataDir)
  await dashboard.save(99)
  await dashboard.close()
  const { setAside } = await restoreBackup({ places: placesIn(dataDir), file, clock })
  const database = setAside.find((path) => path.includes('dashboard.db.before-restore-')) ?? ''
  const kept = new DatabaseSync(database, { readOnly: true })
  expect(kept.prepare("select count(*) as found from sqlite_schema where name = 'kysely_migration'").get()).toEqual({
    found: 1,
  })
  kept.close()
  expect(setAside.some((path) => path.includes('audit.log.before-restore-'))).toBe(true)
  const again = await openIn(dataDir)
  expect(await again.saved()).toEqual(saved)
  expect(await again.core.audit.verify(caller())).toMatchObject({ intact: true })
})

test.skipIf(process.platform === 'win32')('what is put back is for its owner alone, as it was', async () => {
  const { file } = await backedUp()
  const places = placesIn(await temporaryFolder())
  await restoreBackup({ places, file, clock })
  for (const path of [
    join(places.dataDir, 'dashboard.db'),
    join(places.dataDir, 'model_settings.json'),
    places.auditLog,
  ])
    expect((await stat(path)).mode & 0o077, path).toBe(0)
})

test('a folder that a dashboard uses is refused, and stays as it is', async () => {
  const { dataDir, file } = await backedUp()
  const dashboard = await openIn(dataDir)
  await dashboard.save(99)
  const names = (await readdir(dataDir)).toSorted()
  await expect(restoreBackup({ places: placesIn(dataDir), file, clock })).rejects.toThrow('Stop it first')
  expect((await readdir(dataDir)).toSorted()).toEqual(names)
  expect(await dashboard.saved()).toContain('m99:latest')
})

test.each([
  [
    'an archive that was cut',
    /damaged: the archive cannot be unpacked/,
    async (file: string) => writeFile(file, (await readFile(file)).subarray(0, -200)),
  ],
  ['no archive at all', /no backup|damaged/, async (file: string) => writeFile(file, 'hello')],
  ['a file that was altered', /damaged: "audit.log" is not as it was/, altered('audit.log', (text) => `${text}x`)],
  [
    'a newer version',
    /of a newer version of the dashboard \(9\.0\.0\)/,
    altered('manifest.json', (text) =>
      text
        .replace('"version": "1.0.0"', '"version": "9.0.0"')
        .replace('"migrations": [', '"migrations": ["9999-later",'),
    ),
  ],
  [
    'a manifest of another form',
    /no backup that this version can read/,
    altered('manifest.json', () => '{"format":2}'),
  ],
])('%s is refused, and what is there stays in use', async (_, reason, spoil) => {
  const { dataDir, file, saved } = await backedUp()
  await spoil(file)
  const names = (await readdir(dataDir)).toSorted()
  await expect(restoreBackup({ places: placesIn(dataDir), file, clock })).rejects.toThrow(reason)
  expect((await readdir(dataDir)).toSorted()).toEqual(names)
  expect(await (await openIn(dataDir)).saved()).toEqual(saved)
})

test('of an archive that was cut, nothing stays behind', async () => {
  const folder = await temporaryFolder()
  const names = Array.from({ length: 12 }, (_, n) => `audit.log.${n}`)
  for (const name of names) await writeFile(join(folder, name), randomBytes(40_000))
  const file = join(folder, 'cut.tar.gz')
  await create({ file, cwd: folder, gzip: true }, names)
  const whole = await readFile(file)
  const dataDir = await temporaryFolder()
  // What is left over comes back while the folder is removed, now and then: so it is tried at many lengths.
  for (let length = 20_000; length < whole.length; length += 20_000) {
    await writeFile(file, whole.subarray(0, length))
    await expect(restoreBackup({ places: placesIn(dataDir), file, clock })).rejects.toThrow(
      /the archive cannot be unpacked/,
    )
  }
  expect((await readdir(dataDir)).filter((name) => name.startsWith('.restore-'))).toEqual([])
})

test('an archive that would write elsewhere writes nothing there', async () => {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'in'))
  await writeFile(join(folder, 'escaped'), 'x')
  const file = join(folder, 'evil.tar.gz')
  await create({ file, cwd: join(folder, 'in'), gzip: true, preservePaths: true }, ['../escaped'])
  const dataDir = join(await temporaryFolder(), 'inner')
  await expect(restoreBackup({ places: placesIn(dataDir), file, clock })).rejects.toThrow(/no backup|damaged/)
  expect(await readdir(join(dataDir, '..'))).toEqual(['inner'])
})

test('an archive that exists is not written over', async () => {
  const { dataDir, file } = await backedUp()
  await expect(createBackup({ places: placesIn(dataDir), file, version, clock })).rejects.toThrow('exists already')
})

/** Makes the archive anew with one of its files changed. */
function altered(name: string, change: (text: string) => string) {
  return async (file: string) => {
    const folder = await temporaryFolder()
    await extract({ file, cwd: folder })
    const path = join(folder, name)
    await writeFile(path, change(await readFile(path, 'utf8')))
    await create({ file: `${file}.new`, cwd: folder, gzip: true }, await readdir(folder))
    await copyFile(`${file}.new`, file)
  }
}
