import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type AcceptedKey, hashKey } from '@ollama-dashboard/core'

export interface AdminKey {
  readonly accepted: AcceptedKey
  /** The key itself, only when it was made just now: nobody can read it later. */
  readonly fresh: string | null
  readonly file: string
}

/** The admin key that the dashboard made for itself: its hash is kept in the data folder, the key is told once. */
export async function adminKeyOf(dataDir: string): Promise<AdminKey> {
  const file = join(dataDir, 'admin-key.sha256')
  const kept = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (kept !== null) {
    if (!/^[0-9a-f]{64}\n?$/.test(kept))
      throw new Error(`${file} does not hold a SHA-256 hash. Delete it to get a new key.`)
    return { accepted: accept(Buffer.from(kept.trim(), 'hex')), fresh: null, file }
  }
  const fresh = `od_${randomBytes(32).toString('base64url')}`
  const sha256 = hashKey(fresh)
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  // wx: of two processes that start at once, the one that comes late fails instead of making the other's key worthless.
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(`${sha256.toString('hex')}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  return { accepted: accept(sha256), fresh, file }
}

const accept = (sha256: Buffer): AcceptedKey => ({ id: 'generated:admin', role: 'admin', sha256 })
