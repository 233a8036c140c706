import { type FileHandle, open, stat } from 'node:fs/promises'
import { type Clock, wait } from '../../kernel/clock.ts'
import { createLineSplitter } from './line-splitter.ts'
import { type LogSource, LogUnreadable, type RawLine } from './log-source.ts'

/** So much of the end is looked at for the newest lines. */
const tailBytes = 2 * 1024 * 1024
const chunkBytes = 64 * 1024
const lookMs = 500

/** A log that a program appends to, and begins anew now and then. Changes are looked for: no system tells them reliably. */
export function logFile(path: string, command: string, clock: Clock): LogSource {
  async function* read(lines: number, follow: boolean, signal: AbortSignal): AsyncGenerator<readonly RawLine[]> {
    let { size, inode } = await whereItEnds(path)
    let at = Math.max(0, size - tailBytes)
    let splitter = createLineSplitter()
    const tail: string[] = []
    for await (const chunk of chunksOf(path, at, size)) tail.push(...splitter.push(chunk))
    // The first is cut where the tail begins in it.
    if (at > 0) tail.shift()
    at = size
    if (!follow) {
      yield rawLines([...tail, ...splitter.rest()].slice(-lines))
      return
    }
    yield rawLines(tail.slice(-lines))
    while (!signal.aborted) {
      await wait(clock, lookMs, signal).catch(() => {})
      if (signal.aborted) return
      const now = await whereItEnds(path).catch(() => null)
      // Between the old file and the new one there may be none.
      if (now === null) continue
      if (now.inode !== inode || now.size < at) {
        at = 0
        splitter = createLineSplitter()
      }
      ;({ size, inode } = now)
      for await (const chunk of chunksOf(path, at, size)) {
        const fresh = splitter.push(chunk)
        if (fresh.length > 0) yield rawLines(fresh)
      }
      at = size
    }
  }

  return { kind: 'file', name: path, command, read: (reading) => read(reading.lines, reading.follow, reading.signal) }
}

const rawLines = (texts: readonly string[]): readonly RawLine[] => texts.map((text) => ({ text, at: null }))

async function whereItEnds(path: string): Promise<{ size: number; inode: number }> {
  try {
    const { size, ino } = await stat(path)
    return { size, inode: ino }
  } catch (error) {
    throw unreadable(error)
  }
}

async function* chunksOf(path: string, from: number, to: number): AsyncGenerator<Buffer> {
  if (from >= to) return
  await using file: FileHandle = await open(path).catch((error: unknown) => {
    throw unreadable(error)
  })
  for (let at = from; at < to; ) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(chunkBytes), 0, Math.min(chunkBytes, to - at), at)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
    at += bytesRead
  }
}

function unreadable(cause: unknown): LogUnreadable {
  const { code } = cause as NodeJS.ErrnoException
  const why = code === 'ENOENT' ? 'There is no log file yet.' : 'The log file cannot be read by this user.'
  return new LogUnreadable(why, { cause })
}
