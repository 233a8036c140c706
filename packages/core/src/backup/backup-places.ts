import * as disk from 'node:fs/promises'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { anchorFileOf } from '../audit/log/anchors.ts'
import { filesOf } from '../audit/log/log-files.ts'

/** Where a dashboard keeps what outlives it, with SQLite. */
export interface BackupPlaces {
  readonly dataDir: string
  /** `AUDIT_LOG_FILE`. */
  readonly auditLog: string
  /** `MODEL_SETTINGS_FILE` and `HISTORY_FILE`; in `dataDir` when null. */
  readonly settingsFile: string | null
  readonly historyFile: string | null
}

/** Why a backup is not made, or not restored, as a sentence for whoever asked. */
export class BackupRefused extends Error {
  override readonly name = 'BackupRefused'
}

export const databaseIn = ({ dataDir }: Pick<BackupPlaces, 'dataDir'>): string => join(dataDir, 'dashboard.db')
export const databaseName = 'dashboard.db'
/** Of the log that is written; those that are full, and the anchor, have its name and an ending. */
export const auditName = 'audit.log'

/** Files beside the database, by their names in the archive. */
const beside = ({ dataDir, settingsFile, historyFile }: BackupPlaces): Readonly<Record<string, string>> => ({
  'model_settings.json': settingsFile ?? join(dataDir, 'model_settings.json'),
  'history.json': historyFile ?? join(dataDir, 'history.json'),
  'admin-key.sha256': join(dataDir, 'admin-key.sha256'),
})

const auditEnding = /^audit\.log(?<ending>|\.\d{12,15}|\.anchor)$/

/** Where a file of the archive belongs; null where it is none of ours. */
export function placeOf(name: string, places: BackupPlaces): string | null {
  if (name === databaseName) return databaseIn(places)
  const ending = auditEnding.exec(name)?.groups?.['ending']
  if (ending !== undefined) return `${places.auditLog}${ending}`
  const all = beside(places)
  return Object.hasOwn(all, name) ? (all[name] ?? null) : null
}

/** What there is now beside the database: name in the archive → path. */
export async function filesBeside(places: BackupPlaces): Promise<ReadonlyMap<string, string>> {
  const logs = await filesOf(places.auditLog, disk).catch(() => [])
  const audit = [...logs.map(({ path }) => path), anchorFileOf(places.auditLog)].map(
    (path) => [`${auditName}${path.slice(places.auditLog.length)}`, path] as const,
  )
  const found = await Promise.all(
    [...audit, ...Object.entries(beside(places))].map(async (one) => ((await isThere(one[1])) ? [one] : [])),
  )
  return new Map(found.flat())
}

export const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
