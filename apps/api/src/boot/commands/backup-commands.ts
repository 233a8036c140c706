import { resolve } from 'node:path'
import { type BackupPlaces, BackupRefused, createBackup, restoreBackup, systemClock } from '@ollama-dashboard/core'
import { type Config, readConfig } from '../../config/config.ts'
import type { Env } from '../../config/reader.ts'
import type { CommandOutput } from '../audit-command.ts'

interface BackupCommandOptions extends CommandOutput {
  readonly env: Env
  readonly version: string
}

/** `backup FILE`: the exit code is 0 when the archive is on the disk, 1 with the reason when there is none. */
export const backupCommand = (file: string, { env, version, tell, complain }: BackupCommandOptions): Promise<number> =>
  explained(complain, async () => {
    const places = placesOf(readConfig(env), 'pg_dump')
    const { files, audit_intact } = await createBackup({ places, file, version, clock: systemClock })
    tell(`Saved ${countOf(Object.keys(files))} to ${resolve(file)}.`)
    if (!audit_intact) complain('The chain of the audit log is broken: it was saved as it is. See "audit verify".')
  })

/** `restore FILE`: as `backup`. Nothing was changed where the exit code is 1. */
export const restoreCommand = (file: string, { env, tell, complain }: BackupCommandOptions): Promise<number> =>
  explained(complain, async () => {
    const places = placesOf(readConfig(env), 'pg_restore')
    const { manifest, setAside } = await restoreBackup({ places, file, clock: systemClock })
    tell(`Restored ${countOf(Object.keys(manifest.files))} of ${manifest.created_at} (version ${manifest.version}).`)
    for (const path of setAside) tell(`Set aside: ${path}`)
  })

async function explained(complain: CommandOutput['complain'], work: () => Promise<void>): Promise<number> {
  try {
    await work()
    return 0
  } catch (error) {
    // What a disk says names the file.
    if (!(error instanceof BackupRefused || (error instanceof Error && 'syscall' in error))) throw error
    complain(error.message)
    return 1
  }
}

function placesOf({ databaseUrl, dataDir, audit, settingsFile, historyFile }: Config, tool: string): BackupPlaces {
  if (databaseUrl === null) return { dataDir, auditLog: audit.path, settingsFile, historyFile }
  throw new BackupRefused(
    `DATABASE_URL is set: the data is in PostgreSQL. Use ${tool}, and copy the audit log (${audit.path}) with its files.`,
  )
}

const countOf = ({ length }: readonly string[]): string => (length === 1 ? '1 file' : `${length} files`)
