import { copyFile, readdir, realpath, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type Clock, timestamp } from '../kernel/clock.ts'
import { coalesce, serialize } from '../kernel/serial.ts'
import { unshared } from '../replicas/alone.ts'
import type { Replicas } from '../replicas/replicas.ts'
import type { FileContents } from './file-contents.ts'
import type { FileExportState } from './file-health.ts'
import { notRead, problemOf } from './file-problems.ts'
import { hashOfFile, readHashed, refuseEndless, stampOf } from './read-hashed.ts'
import { isLeftover, writeAside } from './replace-file.ts'
import type { WrittenFilesRepository } from './written-files-table.ts'

export interface FileExport extends AsyncDisposable {
  /**
   * Resolves when the file is as the storage was at this call or later, or cannot be: `state` then tells why. Where another
   * replica writes it, that one is told, and nothing is waited for.
   */
  write(): Promise<void>
  /**
   * Takes over what somebody else wrote there since, before something is removed that the file still has. Never fails:
   * what keeps it from that keeps `write` from it too, whose state tells.
   */
  adopt(): Promise<void>
  /** The text of the file; null where there is none. Throws `validation_failed` where it cannot be read. */
  read(): Promise<string | null>
  state(): FileExportState
}

export interface FileExportOptions {
  readonly path: string
  /** The variable that names it. */
  readonly variable: string
  readonly writtenFiles: WrittenFilesRepository
  readonly clock: Clock
  /** What the file is to hold now. */
  readonly contents: () => Promise<FileContents>
  /**
   * Takes over what somebody else wrote there, before it is written over; tells whether all of it is saved now. Throws
   * where it cannot be read.
   */
  readonly takeOver: (text: string) => Promise<boolean>
  /** Told of what nobody foresaw. */
  readonly report?: (error: unknown) => void
  /** One of them reads and writes the file, and the others tell it when something changed. */
  readonly replicas?: Pick<Replicas, 'isAlone' | 'link' | 'leader'>
}

const tryAgainMs = 10_000
/** While nobody can tell the one that writes it what changed. */
const untoldMs = 60_000

/**
 * Keeps a readable copy of something in a file. What others wrote there is taken over first, and kept beside it where
 * not all of it could be; what cannot be read is never written over. The storage holds the truth: a file that cannot be written fails nothing.
 */
export function createFileExport(options: FileExportOptions): FileExport {
  const { writtenFiles, clock, variable, contents, takeOver, report, replicas = unshared } = options
  const { link, leader } = replicas
  const channel = `file ${variable}`
  const path = resolve(options.path)
  // Several dashboards may share a storage, each with a file of its own.
  const remember = (hashes: readonly string[]) => writtenFiles.remember(hostname(), path, hashes)
  let state: FileExportState = { problem: null, triedAt: null }
  let isTidy = false
  let cancel: (() => void) | null = null
  let isClosed = false

  const inTurn = serialize()

  function failed(error: unknown) {
    const known = problemOf(error, variable)
    const problem = known ?? `${variable} does not match the saved data. See the log.`
    // Not again with each of the many tries.
    if (known === null && problem !== state.problem) report?.(error)
    state = { problem, triedAt: clock.now() }
  }

  /** Never rejects: what fails is part of the state, and tried again. */
  const writing = coalesce(async () => {
    try {
      await removeLeftovers()
      await inTurn(exportNow)
      state = { problem: null, triedAt: clock.now() }
    } catch (error) {
      failed(error)
      if (isClosed) return
      cancel ??= clock.after(tryAgainMs, () => {
        cancel = null
        void write()
      })
    }
  })

  let last: Promise<void> = Promise.resolve()
  const write = async () => {
    if (!leader.isHeld()) return link.publish(channel, 'changed')
    last = writing.next()
    return last
  }
  const writeOwn = () => {
    if (leader.isHeld() && !isClosed) void write()
  }
  const ends = [link.subscribe(channel, writeOwn), link.onRestored(writeOwn), leader.onChange(writeOwn)]
  function writeUntold() {
    if (!link.isUp()) writeOwn()
    cancelUntold = clock.after(untoldMs, writeUntold)
  }
  let cancelUntold = replicas.isAlone ? () => {} : clock.after(untoldMs, writeUntold)

  const adopting = coalesce(async () => {
    try {
      await inTurn(async () => hashOfAdopted(await followLink(path)))
    } catch (error) {
      failed(error)
    }
  })

  /** The file as it was left here, by what the file system tells of it: it need not be read to be known. */
  let left: { readonly stamp: string; readonly hash: string } | null = null

  /** The hash of what stands there, once all of it that somebody else wrote is taken over; null where there is nothing. */
  async function hashOfAdopted(target: string): Promise<string | null> {
    const stamp = await stampOf(target)
    if (stamp !== null && stamp === left?.stamp) return left.hash
    await refuseEndless(target, variable)
    const hash = stamp === null ? null : await hashOfFile(target)
    if (hash === null || (await writtenFiles.hashesOf(path)).includes(hash)) return hash
    const found = await readHashed(target, variable)
    if (found === null) return null
    const isWhole = await takeOver(found.text)
    if (!isWhole) await copyFile(target, `${target}.${fileTime(clock.now())}.bak`)
    // Taken over again later, it would bring back what was removed since.
    await remember([found.hash])
    return found.hash
  }

  async function exportNow(): Promise<void> {
    const target = await followLink(path)
    const before = await hashOfAdopted(target)
    const { isEmpty, pieces } = await contents()
    if (before === null && isEmpty) return
    const written = await writeAside(target, pieces)
    try {
      if (written.hash === before || !leader.isHeld()) return
      // Known before it is there: a process that ends in between finds one of the two.
      await remember([...(before === null ? [] : [before]), written.hash])
      await written.takePlace()
    } finally {
      await written.discard()
    }
    const stamp = await stampOf(target)
    left = stamp === null ? null : { stamp, hash: written.hash }
  }

  /** A process that was killed while it wrote left its temporary file. */
  async function removeLeftovers(): Promise<void> {
    if (isTidy) return
    isTidy = true
    const target = await followLink(path)
    // A folder that cannot be read cannot be written to either, and that is reported.
    const names = await readdir(dirname(target)).catch(() => [])
    const ours = names.filter((name) => isLeftover(name, target))
    await Promise.all(ours.map((name) => rm(join(dirname(target), name), { force: true })))
  }

  return {
    write,
    adopt: async () => (leader.isHeld() ? adopting.next() : undefined),
    async read() {
      try {
        const target = await followLink(path)
        await refuseEndless(target, variable)
        return (await readHashed(target, variable))?.text ?? null
      } catch (error) {
        throw notRead(error, variable)
      }
    },
    state: () => (leader.isHeld() ? state : { problem: null, triedAt: clock.now(), isElsewhere: true }),
    async [Symbol.asyncDispose]() {
      isClosed = true
      for (const end of ends) end()
      cancelUntold()
      cancel?.()
      await last
    },
  }
}

/** A link stays one: what it leads to is replaced. */
const followLink = (path: string): Promise<string> => realpath(path).catch(() => path)

/** 20261125T101500123Z: fit for a file name everywhere. */
const fileTime = (ms: number): string => timestamp(ms).replaceAll(/[-:.]/g, '')
