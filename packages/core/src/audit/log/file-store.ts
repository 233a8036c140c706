import * as fs from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Background } from '../../kernel/background.ts'
import type { Clock } from '../../kernel/clock.ts'
import { DashboardError } from '../../kernel/errors.ts'
import { coalesce } from '../../kernel/serial.ts'
import { createOwnFile } from '../../storage/sqlite/own-file.ts'
import { holdLock } from '../../storage/sqlite/sqlite-lock.ts'
import { beginning } from './audit-line.ts'
import { expectRoom } from './disk-proof.ts'
import type { LineStore, StoreFailure } from './line-store.ts'
import { reasonOf, refuse, unavailable } from './log-failure.ts'
import { type Disk, filesOf } from './log-files.ts'
import { type FileAsItIs, readBackward, readForward } from './read-files.ts'
import { createWrittenLog, type WrittenLogOptions } from './written-log.ts'

export interface FileStoreOptions extends Omit<WrittenLogOptions, 'disk'> {
  readonly disk?: Disk
  readonly clock: Clock
  readonly background: Pick<Background, 'settle' | 'failed'>
}

/** How long what was found out about the disk holds. */
const checkMs = 1000
/** How often a log that could not be written is tried again though nobody asks. */
const tryAgainMs = 5000
const workName = 'audit log'

/**
 * Lines in a file of its own. It opens by itself when it can, whatever keeps it from that at first. A file that is taken away or
 * changed while it is open is not mended: the chain goes on behind it, and a verification tells.
 */
export function createFileStore(options: FileStoreOptions): LineStore {
  const { path, maxBytes, clock, background, onCut, disk = fs } = options
  const folder = dirname(path)
  const log = createWrittenLog({ path, maxBytes, onCut, disk })
  let lock: Disposable | null = null
  let failure: StoreFailure | null = null
  let checkedAt = Number.NEGATIVE_INFINITY
  let cancel = () => {}
  let isClosed = false

  /** Nothing of the file is trusted until it was opened again. */
  async function fail(error: unknown): Promise<never> {
    if (error instanceof DashboardError) throw error
    if (!(error instanceof Error && 'code' in error)) background.failed(workName, error)
    const reason = reasonOf(error)
    failure = { reason, since: failure?.since ?? clock.now() }
    await log.leave()
    cancel()
    if (!isClosed) cancel = clock.after(tryAgainMs, () => void background.settle(workName, opening.current()))
    throw unavailable(reason, error)
  }

  async function open(): Promise<void> {
    if (isClosed) throw unavailable('the dashboard is closing')
    try {
      await disk.mkdir(folder, { recursive: true, mode: 0o700 })
      await expectRoom(folder, disk)
      lock ??= await holdOwnLock()
      await log.open({ isMending: failure !== null })
      failure = null
      checkedAt = clock.elapsed()
      cancel()
    } catch (error) {
      await fail(error)
    }
  }

  async function holdOwnLock(): Promise<Disposable> {
    const lockPath = `${path}.lock`
    await createOwnFile(lockPath)
    return holdLock(lockPath)
  }

  const opening = coalesce(open)

  const checking = coalesce(async () => {
    if (!log.isOpen) return opening.current()
    try {
      await expectRoom(folder, disk)
      checkedAt = clock.elapsed()
    } catch (error) {
      await fail(error)
    }
  })

  /** What cannot be written may be read all the same. */
  async function asTheyAre(): Promise<readonly FileAsItIs[]> {
    if (log.head === null) await background.settle(workName, opening.current())
    const there = log.head === null ? await filesOf(path, disk).catch(refuse) : log.files
    return there.map((file) => ({ file, size: file.size }))
  }

  return {
    origin: beginning,
    get failure() {
      return failure
    },
    get disturbance() {
      return log.disturbance
    },

    async head() {
      if (log.head === null) await opening.current()
      return log.head ?? beginning
    },

    expectWritable() {
      if (failure === null && clock.elapsed() - checkedAt < checkMs) return null
      return checking.current()
    },

    async append(lines, next) {
      try {
        if (log.isOpen && !(await log.isAsLeft())) await log.leave()
        if (!log.isOpen) await opening.current()
        await log.append(Buffer.from(lines), next)
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
      // One that is under way would leave the file open, and the lock held.
      await opening.current().catch(() => undefined)
      await log.leave()
      lock?.[Symbol.dispose]()
      lock = null
    },
  }
}
