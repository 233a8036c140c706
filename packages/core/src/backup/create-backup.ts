import { copyFile, mkdir, mkdtemp, open, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { create } from 'tar'
import { verifyFiles } from '../audit/log/verify-files.ts'
import type { Clock } from '../kernel/clock.ts'
import { timestamp } from '../kernel/clock.ts'
import { type Manifest, manifestName, manifestOf, measure } from './backup-manifest.ts'
import {
  auditName,
  type BackupPlaces,
  BackupRefused,
  databaseIn,
  databaseName,
  filesBeside,
  isThere,
} from './backup-places.ts'

export interface CreateBackupOptions {
  readonly places: BackupPlaces
  /** The archive that is written. Nothing may be there yet. */
  readonly file: string
  readonly version: string
  readonly clock: Clock
}

/** A log that is set aside while it is copied has a gap: it is copied again. */
const tries = 3

/**
 * Writes all that outlives a dashboard into one archive (`.tar.gz`), also while the dashboard runs: the database as it is at one
 * moment, and then the files beside it. Throws BackupRefused, and what the disk throws.
 */
export async function createBackup({ places, file, version, clock }: CreateBackupOptions): Promise<Manifest> {
  const target = resolve(file)
  if (await isThere(target)) throw new BackupRefused(`"${file}" exists already. Choose another name.`)
  if (!(await isThere(databaseIn(places)))) {
    throw new BackupRefused('There is no dashboard.db in DATA_DIR: nothing is kept there that could be saved.')
  }
  await mkdir(dirname(target), { recursive: true })
  const folder = await mkdtemp(join(dirname(target), `.${basename(target)}-`))
  try {
    const migrations = await copyDatabase(databaseIn(places), join(folder, databaseName))
    const { names, isIntact } = await copyBeside(places, folder)
    const all = [databaseName, ...names]
    const measured = await Promise.all(all.map(async (name) => [name, await measure(join(folder, name))] as const))
    const manifest = manifestOf({
      version,
      created_at: timestamp(clock.now()),
      migrations,
      audit_intact: isIntact,
      files: Object.fromEntries(measured),
    })
    await writeFile(join(folder, manifestName), JSON.stringify(manifest, null, 2), { mode: 0o600 })
    const archive = join(folder, 'archive')
    await create({ file: archive, cwd: folder, gzip: true, portable: true, mode: 0o600 }, [manifestName, ...all])
    await syncFile(archive)
    await rename(archive, target)
    return manifest
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** More than any database has. */
const allPages = 2 ** 31 - 1

/** Resolves with the names of its migrations. In one step, which sees one moment however much is written meanwhile. */
async function copyDatabase(from: string, to: string): Promise<string[]> {
  const source = new DatabaseSync(from, { readOnly: true })
  try {
    await backup(source, to, { rate: allPages })
  } finally {
    source.close()
  }
  return migrationsOf(to)
}

/** Names of the migrations that a database has, in order. */
export function migrationsOf(path: string): string[] {
  const database = new DatabaseSync(path)
  try {
    // The copy is one file, whatever becomes of those beside it.
    database.exec('PRAGMA journal_mode = DELETE')
    return database
      .prepare('select name from kysely_migration order by name')
      .all()
      .map(({ name }) => String(name))
  } finally {
    database.close()
  }
}

async function copyBeside(places: BackupPlaces, folder: string) {
  for (let attempt = 1; ; attempt += 1) {
    const found = await filesBeside(places)
    for (const [name, path] of found) await copyFile(path, join(folder, name))
    const names = [...found.keys()]
    const logs = names.filter(isLog).map((name) => join(folder, name))
    for (const log of logs) await cutUnfinished(log)
    const { intact: isIntact } = await verifyFiles(logs, null)
    if (isIntact || attempt === tries) return { names, isIntact }
    await Promise.all(names.map((name) => rm(join(folder, name))))
  }
}

export const isLog = (name: string): boolean => name.startsWith(auditName) && !name.endsWith('.anchor')

/** An entry that is being written was not acknowledged: the log itself cuts it at the next start. */
async function cutUnfinished(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const tail = Buffer.alloc(Math.min(size, 1_048_576))
    await file.read(tail, 0, tail.length, size - tail.length)
    const end = tail.lastIndexOf('\n') + 1
    if (end > 0 && end < tail.length) await truncate(path, size - tail.length + end)
  } finally {
    await file.close()
  }
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.chmod(0o600)
    await file.sync()
  } finally {
    await file.close()
  }
}
