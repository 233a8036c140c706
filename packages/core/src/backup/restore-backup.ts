import { chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { extract } from 'tar'
import { verifyFiles } from '../audit/log/verify-files.ts'
import { syncFolder } from '../files/sync-folder.ts'
import type { Clock } from '../kernel/clock.ts'
import { migrations as known } from '../storage/migrate.ts'
import { createOwnFile } from '../storage/sqlite/own-file.ts'
import { lockOf } from '../storage/sqlite/sqlite-database.ts'
import { holdLock } from '../storage/sqlite/sqlite-lock.ts'
import { damaged, type Manifest, manifestName, readManifest } from './backup-manifest.ts'
import { type BackupPlaces, BackupRefused, databaseIn, filesBeside, isThere, placeOf } from './backup-places.ts'
import { isLog, migrationsOf } from './create-backup.ts'

export interface RestoreBackupOptions {
  readonly places: BackupPlaces
  readonly file: string
  readonly clock: Clock
}

export interface Restored {
  readonly manifest: Manifest
  /** Where what was there before lies now. */
  readonly setAside: readonly string[]
}

/**
 * Puts the files of a backup where a dashboard with these places looks for them. All of it is checked before anything is
 * touched, and what is there is renamed and never deleted. Throws BackupRefused: also while a dashboard uses the folder.
 */
export async function restoreBackup({ places, file, clock }: RestoreBackupOptions): Promise<Restored> {
  if (!(await isThere(file))) throw new BackupRefused(`"${file}" cannot be read.`)
  const dataDir = resolve(places.dataDir)
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  using _ = await lock(dataDir)
  const folder = await mkdtemp(join(dataDir, '.restore-'))
  try {
    const names = await unpack(file, folder)
    for (const name of names) if (placeOf(name, places) === null) throw damaged(`"${name}" belongs to no backup`)
    const manifest = await readManifest(folder, names)
    checkDatabase(folder, manifest)
    await checkAudit(folder, names, manifest)
    const setAside = await setAsideAll(places, `.before-restore-${stampOf(clock.now())}`)
    for (const name of names) await place(join(folder, name), placeOf(name, places) ?? '')
    return { manifest, setAside }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What one dashboard at a time holds. */
async function lock(dataDir: string): Promise<Disposable> {
  const path = lockOf(databaseIn({ dataDir }))
  await createOwnFile(path)
  try {
    return holdLock(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_DATA_DIR_IN_USE') throw error
    throw new BackupRefused('A dashboard uses DATA_DIR. Stop it first.')
  }
}

/**
 * Plain files at the top of the archive, and nothing else; resolves with their names without the manifest. In one go: the
 * other way fails while files are still being written, and they come back into the folder that is being removed.
 */
async function unpack(file: string, folder: string): Promise<string[]> {
  const isPlain = (path: string, entry: object) => 'type' in entry && entry.type === 'File' && !/[\\/]/.test(path)
  try {
    extract({ file, cwd: folder, sync: true, strict: true, filter: isPlain, noMtime: true })
  } catch {
    throw damaged('the archive cannot be unpacked')
  }
  const names = await readdir(folder)
  if (!names.includes(manifestName)) throw new BackupRefused('This is no backup of the dashboard.')
  return names.filter((name) => name !== manifestName)
}

function checkDatabase(folder: string, { migrations, version }: Manifest): void {
  const path = databaseIn({ dataDir: folder })
  if (migrations.some((name) => !Object.hasOwn(known, name))) {
    throw new BackupRefused(`The backup is of a newer version of the dashboard (${version}). Install that one first.`)
  }
  try {
    const database = new DatabaseSync(path, { readOnly: true })
    const found = database.prepare('PRAGMA integrity_check').get()
    database.close()
    if (found?.['integrity_check'] === 'ok' && migrationsOf(path).join() === migrations.join()) return
  } catch {
    // Told below.
  }
  throw damaged('its database is not whole')
}

async function checkAudit(folder: string, names: readonly string[], { audit_intact }: Manifest): Promise<void> {
  const logs = names.filter(isLog).map((name) => join(folder, name))
  if (audit_intact && !(await verifyFiles(logs, null)).intact) throw damaged('the chain of its audit log is broken')
}

/** Where SQLite and the log would find what belongs to the files of before, nothing may be left. */
async function setAsideAll(places: BackupPlaces, ending: string): Promise<string[]> {
  const database = databaseIn(places)
  const own = [database, `${database}-wal`, `${database}-shm`]
  const moved: string[] = []
  for (const path of [...own, ...(await filesBeside(places)).values()]) {
    if (!(await isThere(path))) continue
    await rename(path, `${path}${ending}`)
    moved.push(`${path}${ending}`)
  }
  return moved
}

/** Its place may be on another disk than the folder. */
async function place(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await copyFile(from, `${to}.restored`)
  // An archive keeps no modes, and what is saved is for its owner alone.
  await chmod(`${to}.restored`, 0o600)
  await rename(`${to}.restored`, to)
  await syncFolder(dirname(to))
}

/** A time as part of a file name: `20260131T235959`. */
const stampOf = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d+Z/g, '')
