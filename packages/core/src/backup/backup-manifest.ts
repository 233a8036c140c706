import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Static, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { BackupRefused } from './backup-places.ts'

export const manifestName = 'manifest.json'
const format = 1

const Manifest = Type.Object({
  format: Type.Literal(format),
  /** Of the dashboard that made it. */
  version: Type.String(),
  created_at: Type.String(),
  /** Names of the migrations of its database. */
  migrations: Type.Array(Type.String()),
  /** Whether the chain of its audit log was whole: a log that somebody altered is kept as it was. */
  audit_intact: Type.Boolean(),
  files: Type.Record(Type.String(), Type.Object({ bytes: Type.Integer(), sha256: Type.String() })),
})
export type Manifest = Static<typeof Manifest>

/** Length and SHA-256, in hex, of a file. */
export async function measure(path: string): Promise<Manifest['files'][string]> {
  const hash = createHash('sha256')
  let bytes = 0
  await pipeline(createReadStream(path), async (pieces) => {
    for await (const piece of pieces) {
      hash.update(piece)
      bytes += piece.length
    }
  })
  return { bytes, sha256: hash.digest('hex') }
}

export const manifestOf = (more: Omit<Manifest, 'format'>): Manifest => ({ format, ...more })

/** Reads the manifest of a folder, and compares each file with it. Throws BackupRefused. */
export async function readManifest(folder: string, names: readonly string[]): Promise<Manifest> {
  const manifest = await parsed(folder)
  if (!Value.Check(Manifest, manifest)) throw new BackupRefused('This is no backup that this version can read.')
  const listed = Object.keys(manifest.files).toSorted()
  if (listed.join('\n') !== names.toSorted().join('\n')) throw damaged('a file is missing, or there is one too many')
  for (const [name, { bytes, sha256 }] of Object.entries(manifest.files)) {
    const found = await measure(join(folder, name))
    if (found.bytes !== bytes || found.sha256 !== sha256) throw damaged(`"${name}" is not as it was`)
  }
  return manifest
}

async function parsed(folder: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(folder, manifestName), 'utf8'))
  } catch {
    return null
  }
}

export const damaged = (how: string): BackupRefused => new BackupRefused(`The backup is damaged: ${how}.`)
