import type { FileHandle } from 'node:fs/promises'
import { longestLine } from './audit-line.ts'

/** Some hundred entries: checked in less than a millisecond, before others have their turn. */
const chunkBytes = 65_536
export const newline = 10

/** The lines of the first `size` bytes of a file, with their newlines, as they are read. The last may lack it. */
export async function* linesOf(file: FileHandle, size: number): AsyncGenerator<readonly Buffer[], void, void> {
  let rest: Buffer = Buffer.alloc(0)
  for (let at = 0; at < size; ) {
    const chunk = await readAt(file, at, Math.min(chunkBytes, size - at))
    if (chunk.length === 0) break
    at += chunk.length
    const lines = splitLines(Buffer.concat([rest, chunk]))
    rest = Buffer.alloc(0)
    const last = lines.at(-1)
    // What gets too long to be held was not written here, and ends where it does.
    if (last && last.at(-1) !== newline && last.length <= longestLine) rest = lines.pop() ?? rest
    if (lines.length > 0) yield lines
  }
  if (rest.length > 0) yield [rest]
}

/** The same from the last to the first. */
export async function* linesBackward(file: FileHandle, size: number): AsyncGenerator<readonly Buffer[], void, void> {
  let rest: Buffer = Buffer.alloc(0)
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - chunkBytes)
    const chunk = await readAt(file, start, end - start)
    if (chunk.length < end - start) return
    end = start
    const [first = chunk, ...after] = splitLines(Buffer.concat([chunk, rest]))
    rest = first.length > longestLine ? Buffer.alloc(0) : first
    if (after.length > 0) yield after.toReversed()
  }
  if (rest.length > 0) yield [rest]
}

/** Each with the newline at its end; what follows the last one is a line as well. */
function splitLines(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = []
  let start = 0
  for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, start)) {
    lines.push(bytes.subarray(start, at + 1))
    start = at + 1
  }
  if (start < bytes.length) lines.push(bytes.subarray(start))
  return lines
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}
