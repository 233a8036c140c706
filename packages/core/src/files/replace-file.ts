import { createHash } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type FileContents, slicesOf } from './file-contents.ts'
import { syncFolder } from './sync-folder.ts'

/** A file that is written and on the disk, and has not yet taken its place. */
export interface WrittenAside {
  /** SHA-256 in hex. */
  readonly hash: string
  /** Takes the place of the file at once, which is on the disk then. */
  takePlace(): Promise<void>
  discard(): Promise<void>
}

/**
 * Writes the new content of a file beside it, in slices: until it is complete, readers find the old one whole, even after a kill.
 * Only the dashboard's own user may read it.
 */
export async function writeAside(path: string, pieces: FileContents['pieces']): Promise<WrittenAside> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true })
  const temporary = temporaryName(path)
  const discard = () => rm(temporary, { force: true })
  try {
    return {
      hash: await writeHashed(temporary, pieces),
      async takePlace() {
        await rename(temporary, path)
        await syncFolder(folder)
      },
      discard,
    }
  } catch (error) {
    await discard()
    throw error
  }
}

async function writeHashed(path: string, pieces: FileContents['pieces']): Promise<string> {
  const hash = createHash('sha256')
  async function* hashed() {
    for await (const slice of slicesOf(pieces)) {
      const bytes = Buffer.from(slice)
      hash.update(bytes)
      yield bytes
    }
  }
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(hashed())
    await file.sync()
  } finally {
    await file.close()
  }
  return hash.digest('hex')
}

const temporaryName = (path: string): string => join(dirname(path), `.${basename(path)}.${process.pid}.tmp`)

/** Whether a name in the folder of `path` is what a process that was killed left of it. */
export const isLeftover = (name: string, path: string): boolean =>
  name.startsWith(`.${basename(path)}.`) && name.endsWith('.tmp')
