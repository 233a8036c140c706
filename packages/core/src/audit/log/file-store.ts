import type { FileHandle } from 'node:fs/promises'
import * as fs from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Background } from '../../kernel/background.ts'
import type { Clock } from '../../kernel/clock.ts'
import { DashboardError } from '../../kernel/errors.ts'
import { coalesce } from '../../kernel/serial.ts'
import { holdLock } from '../../storage/sqlite/sqlite-lock.ts'
import { beginning, type Head, seqOf } from './audit-line.ts'
import { expectRoom, proveWriting } from './disk-proof.ts'
import { closeLastLine, readFound } from './found-log.ts'
import type { LineStore, StoreFailure } from './line-store.ts'
import { logFault, reasonOf, refuse, unavailable } from './log-failure.ts'
import { type Disk, filesOf, type LogFile, nameOfRotated, syncFolderOf } from './log-files.ts'
import { type FileAsItIs, readBackward, readForward } from './read-files.ts'

export interface FileStoreOptions {
  /** Of the file that is written. Full ones lie beside it. */
  readonly path: string
  /** A file is set aside before it gets longer than this. */
  readonly maxBytes: number
  readonly clock: Clock
  readonly background: Pick<Background, 'settle' | 'failed'>
  /** Told how many bytes of a torn line were cut when the file was opened. */
  readonly onCut: (bytes: number) => void
  readonly disk?: Disk
}

/** How long what was found out about the disk holds. */
const checkMs = 1000
/** How often a log that could not be written is tried again though nobody asks. */
const tryAgainMs = 5000
const onlyOwner = 0o600
const workName = 'audit log'

/**
 * Lines in a file of its own. It opens by itself when it can, whatever keeps it from that at first. A file that is taken away or
 * changed while it is open is not mended: the chain goes on behind it, and a verification tells.
 */
export function createFileStore(options: FileStoreOptions): LineStore {
  const { path, maxBytes, clock, background, onCut, disk = fs } = options
  const folder = dirname(path)
  let handle: FileHandle | null = null
  let lock: Disposable | null = null
  let head: Head | null = null
  let failure: StoreFailure | null = null
  let disturbance: string | null = null
  let checkedAt = Number.NEGATIVE_INFINITY
  let cancel = () => {}
  let isClosed = false
  /** The last one is written. */
  let files: LogFile[] = []
  let inode = 0

  /** Nothing of the file is trusted until it was opened again. */
  async function fail(error: unknown): Promise<never> {
    if (error instanceof DashboardError) throw error
    if (!(error instanceof Error && 'code' in error)) background.failed(workName, error)
    const reason = reasonOf(error)
    failure = { reason, since: failure?.since ?? clock.now() }
    await leave()
    cancel()
    if (!isClosed) cancel = clock.after(tryAgainMs, () => void background.settle(workName, opening.current()))
    throw unavailable(reason, error)
  }

  /** A file that fails may fail to close, too, which is no news. */
  async function leave(): Promise<void> {
    const left = handle
    handle = null
    await left?.close().catch(() => undefined)
  }

  async function open(): Promise<void> {
    if (isClosed) throw unavailable('the dashboard is closing')
    try {
      await disk.mkdir(folder, { recursive: true, mode: 0o700 })
      await expectRoom(folder, disk)
      lock ??= holdLock(`${path}.lock`)
      const file = await openFile()
      if (failure) await proveWriting(file, files.at(-1)?.size ?? 0)
      failure = null
      checkedAt = clock.elapsed()
      cancel()
    } catch (error) {
      await fail(error)
    }
  }

  async function openFile(): Promise<FileHandle> {
    // It would wait for somebody who reads a pipe.
    const found = await disk.stat(path).catch(() => null)
    if (found && !found.isFile()) throw logFault(found.isDirectory() ? 'EISDIR' : 'ERR_NOT_A_FILE')
    const file = await disk.open(path, 'a+', onlyOwner)
    handle = file
    const { size, ino } = await file.stat()
    const known = files.at(-1)
    if (head === null || !known) await readWhatIsThere(file, size)
    // What was written and is not known to be on the disk was never acknowledged.
    else if (ino === inode && (size === known.size || (failure && size > known.size))) await file.truncate(known.size)
    else if (size > 0 || known.size > 0) await goOnBehind(file, known, size)
    if (size === 0) await syncFolderOf(path, disk)
    inode = ino
    return file
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

  const opening = coalesce(open)

  const checking = coalesce(async () => {
    if (!handle) return opening.current()
    try {
      await expectRoom(folder, disk)
      checkedAt = clock.elapsed()
    } catch (error) {
      await fail(error)
    }
  })

  /** With the file as it was left. */
  async function expectOpen(): Promise<void> {
    if (handle) {
      const { size, ino } = await disk.stat(path).catch(() => ({ size: -1, ino: -1 }))
      if (ino !== inode || size !== files.at(-1)?.size) await leave()
    }
    if (!handle) await opening.current()
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
    await syncFolderOf(path, disk)
  }

  /** What cannot be written may be read all the same. */
  async function asTheyAre(): Promise<readonly FileAsItIs[]> {
    if (head === null) await background.settle(workName, opening.current())
    const there = head === null ? await filesOf(path, disk).catch(refuse) : files
    return there.map((file) => ({ file, size: file.size }))
  }

  return {
    origin: beginning,
    get failure() {
      return failure
    },
    get disturbance() {
      return disturbance
    },

    async head() {
      if (head === null) await opening.current()
      return head ?? beginning
    },

    expectWritable() {
      if (failure === null && clock.elapsed() - checkedAt < checkMs) return null
      return checking.current()
    },

    async append(lines, next) {
      const bytes = Buffer.from(lines)
      try {
        await expectOpen()
        const last = files.at(-1)
        if (last && last.size > 0 && last.size + bytes.length > maxBytes) await rotate(last, last.firstSeq ?? 0)
        const [file, target] = [handle, files.at(-1)]
        if (!file || !target) throw unavailable('it is not open')
        await file.appendFile(bytes)
        await file.datasync()
        target.size += bytes.length
        target.firstSeq ??= seqOf(bytes)
        head = next
      } catch (error) {
        await fail(error)
      }
    },

    async *forward(signal) {
      yield* readForward(await asTheyAre(), disk, signal)
    },
    async *backward(signal, before) {
      yield* readBackward(await asTheyAre(), before, disk, signal)
    },

    async [Symbol.asyncDispose]() {
      isClosed = true
      cancel()
      await leave()
      lock?.[Symbol.dispose]()
      lock = null
    },
  }
}
