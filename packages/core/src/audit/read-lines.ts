import type { FileHandle } from 'node:fs/promises'
import { longestLine } from './audit-line.ts'

/** Some hundred entries: checked in less than a millisecond, before others have their turn. */
const chunkBytes = 65_536
const newline = 10

/** The lines of the first `size` bytes of a file, without their newlines, as they are read. What has none at its end counts as a line. */
export async function* linesOf(file: FileHandle, size: number): AsyncGenerator<readonly Buffer[], void, void> {
  let rest: Buffer = Buffer.alloc(0)
  for (let at = 0; at < size; ) {
    const chunk = await readAt(file, at, Math.min(chunkBytes, size - at))
    if (chunk.length === 0) break
    at += chunk.length
    const [last = chunk, ...before] = splitLines(Buffer.concat([rest, chunk])).toReversed()
    // Nobody writes such a line here: it ends where it gets too long to be held.
    if (last.length > longestLine) {
      yield [...before.toReversed(), last]
      rest = Buffer.alloc(0)
    } else {
      rest = last
      if (before.length > 0) yield before.toReversed()
    }
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
    const [first = chunk, ...after] = splitLines(Buffer.concat([chunk, rest]))
    // Behind the newline at the end of the file stands nothing.
    if (end === size && after.at(-1)?.length === 0) after.pop()
    end = start
    rest = first.length > longestLine ? Buffer.alloc(0) : first
    if (after.length > 0) yield after.toReversed()
  }
  if (rest.length > 0) yield [rest]
}

/** What stands between newlines; the last one is what follows the last newline. */
function splitLines(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = []
  let start = 0
  for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
    lines.push(bytes.subarray(start, end))
    start = end + 1
  }
  lines.push(bytes.subarray(start))
  return lines
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}
