import type * as fs from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** What a log does with its disk; of `node:fs/promises`. */
export type Disk = Pick<typeof fs, 'access' | 'mkdir' | 'open' | 'readdir' | 'rename' | 'stat' | 'statfs'>

/** One file of the log. Its path changes when it is set aside. */
export interface LogFile {
  path: string
  /** Bytes of it that are the log's. */
  size: number
  /** Number of its first entry; null where that is not known. */
  firstSeq: number | null
}

const digits = 12

/** How a full file is called from then on: `audit.log.000000004711`, after its first entry, so that names sort as the entries do. */
export const nameOfRotated = (path: string, firstSeq: number): string =>
  `${path}.${String(firstSeq).padStart(digits, '0')}`

/** The full files, oldest first, and the one that is written, also where it is not there yet. */
export async function filesOf(path: string, disk: Disk): Promise<LogFile[]> {
  const folder = dirname(path)
  const start = `${basename(path)}.`
  const names = (await disk.readdir(folder)).filter((name) => name.startsWith(start))
  const rotated = names.flatMap((name) => {
    const [, digits] = /^(\d{12,15})$/.exec(name.slice(start.length)) ?? []
    return digits === undefined ? [] : [{ path: join(folder, name), firstSeq: Number(digits) }]
  })
  rotated.sort((a, b) => a.firstSeq - b.firstSeq)
  const all = [...rotated, { path, firstSeq: null }]
  return Promise.all(all.map(async (file) => ({ ...file, size: await sizeOf(file.path, disk) })))
}

const sizeOf = async (path: string, disk: Disk): Promise<number> => (await disk.stat(path).catch(() => null))?.size ?? 0

/** Opens a file to be read: under its new name where it was set aside in this moment. Null where somebody took it away. */
export async function openToRead(file: LogFile, disk: Disk): Promise<FileHandle | null> {
  for (let tries = 3; tries > 0; tries -= 1) {
    try {
      return await disk.open(file.path, 'r')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  return null
}
