import type { FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from '../../files/sync-folder.ts'
import { type Head, seqOf } from './audit-line.ts'
import { proveWriting } from './disk-proof.ts'
import { closeLastLine, readFound } from './found-log.ts'
import { logFault, unavailable } from './log-failure.ts'
import { type Disk, type LogFile, nameOfRotated } from './log-files.ts'

export interface WrittenLogOptions {
  /** Of the file that is written. Full ones lie beside it. */
  readonly path: string
  /** A file is set aside before it gets longer than this. */
  readonly maxBytes: number
  /** Told how many bytes of a torn line were cut when the file was first opened. */
  readonly onCut: (bytes: number) => void
  readonly disk: Disk
}

/**
 * The files of a log, the last of them open to be written. What its functions throw is of the disk: after that the file is to be left,
 * and opened again before anything of it is trusted.
 */
export interface WrittenLog {
  /** Null until the file was opened once. */
  readonly head: Head | null
  /** Oldest first; the last one is written. */
  readonly files: readonly LogFile[]
  readonly isOpen: boolean
  /** What somebody else did to the files since the start, as a sentence; null for nothing. */
  readonly disturbance: string | null
  /** `isMending` where writing failed before: then more than it had may stand in the file, and whether it can be written is tried. */
  open(how: { readonly isMending: boolean }): Promise<void>
  /** Whether the open file is still the one that was opened, as long as it was left. */
  isAsLeft(): Promise<boolean>
  /** Resolves when the lines, of which the last has this head, are on the disk, in a new file if they would make this one too long. */
  append(lines: Buffer, head: Head): Promise<void>
  /** Never throws: a file that fails may fail to close, too, which is no news. */
  leave(): Promise<void>
}

const onlyOwner = 0o600

export function createWrittenLog({ path, maxBytes, onCut, disk }: WrittenLogOptions): WrittenLog {
  const folder = dirname(path)
  let handle: FileHandle | null = null
  let head: Head | null = null
  let disturbance: string | null = null
  let files: LogFile[] = []
  let inode = 0

  async function leave(): Promise<void> {
    const left = handle
    handle = null
    await left?.close().catch(() => undefined)
  }

  async function readWhatIsThere(file: FileHandle, length: number): Promise<void> {
    const found = await readFound(path, file, length, disk)
    if (found.tornBytes > 0) onCut(found.tornBytes)
    files = [...found.files]
    head = found.head
  }

  /** The file is another one, or shorter, than it was left. */
  async function goOnBehind(file: FileHandle, known: LogFile, size: number): Promise<void> {
    const what = size === 0 ? 'deleted' : 'changed'
    disturbance = `The file was ${what} by another program while the dashboard wrote it.`
    Object.assign(known, await closeLastLine(file, size))
  }

  async function rotate(written: LogFile, firstSeq: number): Promise<void> {
    const aside = nameOfRotated(path, firstSeq)
    if (files.some((one) => one.path === aside)) return
    await disk.rename(path, aside)
    written.path = aside
    files.push({ path, size: 0, firstSeq: null })
    await leave()
    inode = 0
    handle = await disk.open(path, 'ax+', onlyOwner)
    inode = (await handle.stat()).ino
    await syncFolder(folder, disk)
  }

  return {
    get head() {
      return head
    },
    get files() {
      return files
    },
    get isOpen() {
      return handle !== null
    },
    get disturbance() {
      return disturbance
    },

    async open({ isMending }) {
      // It would wait for somebody who reads a pipe.
      const found = await disk.stat(path).catch(() => null)
      if (found && !found.isFile()) throw logFault(found.isDirectory() ? 'EISDIR' : 'ERR_NOT_A_FILE')
      const file = await disk.open(path, 'a+', onlyOwner)
      handle = file
      const { size, ino } = await file.stat()
      const known = files.at(-1)
      if (head === null || !known) await readWhatIsThere(file, size)
      // What was written and is not known to be on the disk was never acknowledged.
      else if (ino === inode && (size === known.size || (isMending && size > known.size)))
        await file.truncate(known.size)
      else if (size > 0 || known.size > 0) await goOnBehind(file, known, size)
      if (size === 0) await syncFolder(folder, disk)
      inode = ino
      if (isMending) await proveWriting(file, files.at(-1)?.size ?? 0)
    },

    async isAsLeft() {
      const { size, ino } = await disk.stat(path).catch(() => ({ size: -1, ino: -1 }))
      return ino === inode && size === files.at(-1)?.size
    },

    async append(lines, next) {
      const last = files.at(-1)
      if (last && last.size > 0 && last.size + lines.length > maxBytes) await rotate(last, last.firstSeq ?? 0)
      const [file, target] = [handle, files.at(-1)]
      if (!file || !target) throw unavailable('it is not open')
      await file.appendFile(lines)
      await file.datasync()
      target.size += lines.length
      target.firstSeq ??= seqOf(lines)
      head = next
    },

    leave,
  }
}
