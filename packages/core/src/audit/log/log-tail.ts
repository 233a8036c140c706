import type { FileHandle } from 'node:fs/promises'
import { type Head, parsed } from './audit-line.ts'
import { linesBackward, newline } from './read-lines.ts'

/** How the end of a file of the log is. */
export interface LogTail {
  /** Bytes up to the end of the last line that is complete. */
  readonly size: number
  /** Bytes behind it: of a line that was being written when the machine or the process ended. */
  readonly tornBytes: number
  /** What the next line continues; null where no line of the file can be read. */
  readonly head: Head | null
}

/**
 * Reads the end of a file. A line is torn where it has no newline, or holds NULs, as a file system leaves them that did not come to
 * write the bytes. A complete line that is no entry was written by somebody else: it stays, and the next one continues the
 * last that can be read.
 */
export async function readTail(file: FileHandle, length: number): Promise<LogTail> {
  let size = length
  let isTorn = true
  for await (const lines of linesBackward(file, length)) {
    for (const line of lines) {
      isTorn &&= line.at(-1) !== newline || line.includes(0)
      if (isTorn) {
        size -= line.length
        continue
      }
      const entry = parsed(line)
      if (entry) return { size, tornBytes: length - size, head: { seq: entry.seq, hash: entry.hash } }
    }
  }
  return { size, tornBytes: length - size, head: null }
}
