import type { FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { seqOf } from './audit-line.ts'
import type { LineBatch } from './line-store.ts'
import { refuse } from './log-failure.ts'
import { type Disk, type LogFile, openToRead } from './log-files.ts'
import { linesBackward, linesOf } from './read-lines.ts'

/** A file of the log, and how long it is in this moment. */
export interface FileAsItIs {
  readonly file: LogFile
  readonly size: number
}

/** See `LineStore.forward`. */
export async function* readForward(
  files: readonly FileAsItIs[],
  disk: Disk,
  signal: AbortSignal,
): AsyncGenerator<LineBatch, void, void> {
  for (const { file, size } of files) {
    const name = basename(file.path)
    let firstLine = 1
    for await (const lines of read(file, disk, signal, (handle) => linesOf(handle, size))) {
      yield { file: name, firstLine, lines }
      firstLine += lines.length
    }
  }
}

/** See `LineStore.backward`. */
export async function* readBackward(
  files: readonly FileAsItIs[],
  before: number,
  disk: Disk,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, void> {
  for (const { file, size } of files.toReversed()) {
    if (file.firstSeq !== null && file.firstSeq >= before) continue
    for await (const lines of read(file, disk, signal, (handle) => linesBackward(handle, size)))
      yield* lines.filter((line) => (seqOf(line) ?? before) < before)
  }
}

async function* read(
  file: LogFile,
  disk: Disk,
  signal: AbortSignal,
  linesIn: (handle: FileHandle) => AsyncGenerator<readonly Buffer[]>,
): AsyncGenerator<readonly Buffer[], void, void> {
  const handle = await openToRead(file, disk).catch(refuse)
  try {
    if (!handle) return
    for await (const lines of linesIn(handle)) {
      signal.throwIfAborted()
      yield lines
    }
  } finally {
    await handle?.close()
  }
}
