import { createHash } from 'node:crypto'
import { type BigIntStats, createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { fileOf } from './file-problems.ts'
import { unreadable } from './json-file.ts'

/** What stands in a file, and what tells it from anything else that may stand there. */
export interface Hashed {
  readonly text: string
  readonly hash: string
}

/** The hash of a whole file, read in pieces; null where there is none. */
export async function hashOfFile(path: string): Promise<string | null> {
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  return hash.digest('hex')
}

/** Another one for whatever else is written there, as the file system tells it; null where there is no file. */
export async function stampOf(path: string): Promise<string | null> {
  const found = await statOrNull(path)
  return found && `${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}`
}

/** Throws `validation_failed` before a pipe or a device is read: that may never end. */
export async function refuseEndless(path: string, variable: string): Promise<void> {
  const found = await statOrNull(path)
  // A folder is refused by the file system itself.
  if (found === null || found.isFile() || found.isDirectory()) return
  throw unreadable(fileOf(variable), 'It is not a regular file.')
}

async function statOrNull(path: string): Promise<BigIntStats | null> {
  try {
    return await stat(path, { bigint: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Null where there is no such file. Throws `validation_failed` where it is not text, by the variable that names it. */
export async function readHashed(path: string, variable: string): Promise<Hashed | null> {
  const bytes = await readOrNull(path)
  return bytes === null
    ? null
    : { text: textOf(bytes, variable), hash: createHash('sha256').update(bytes).digest('hex') }
}

async function readOrNull(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Decoded otherwise, what is not UTF-8 would be changed without a word, and then written over. */
function textOf(bytes: Uint8Array, variable: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    throw unreadable(fileOf(variable), 'It is not UTF-8 text.', error)
  }
}
