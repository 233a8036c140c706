import type { FileHandle } from 'node:fs/promises'
import { beginning, type Head, seqOf } from './audit-line.ts'
import { type Disk, filesOf, type LogFile } from './log-files.ts'
import { readTail } from './log-tail.ts'
import { linesOf } from './read-lines.ts'

export interface FoundLog {
  /** Oldest first; the last one is written. */
  readonly files: readonly LogFile[]
  readonly head: Head
  /** They were at the end of the last file, and never acknowledged. */
  readonly tornBytes: number
}

/** What an earlier process left of a log, of which the last file is open and has this length. What is torn at its end is cut. */
export async function readFound(path: string, file: FileHandle, length: number, disk: Disk): Promise<FoundLog> {
  const rotated = (await filesOf(path, disk)).slice(0, -1)
  const { size, tornBytes, head } = await readTail(file, length)
  if (tornBytes > 0) {
    await file.truncate(size)
    await file.datasync()
  }
  const last = { path, size, firstSeq: await firstSeqOf(file, size) }
  return { files: [...rotated, last], head: head ?? (await headOf(rotated.at(-1), disk)) ?? beginning, tornBytes }
}

async function headOf(rotated: LogFile | undefined, disk: Disk): Promise<Head | null> {
  const file = rotated && (await disk.open(rotated.path, 'r'))
  if (!file) return null
  try {
    return (await readTail(file, rotated.size)).head
  } finally {
    await file.close()
  }
}

/** Number of the first entry in the first bytes of a file; null where there is none. */
async function firstSeqOf(file: FileHandle, size: number): Promise<number | null> {
  for await (const [first] of linesOf(file, size)) return first ? seqOf(first) : null
  return null
}

/** Whatever somebody else left at the end stays, as a line of its own. Resolves with how the file is then. */
export async function closeLastLine(file: FileHandle, length: number): Promise<Pick<LogFile, 'size' | 'firstSeq'>> {
  const { tornBytes } = await readTail(file, length)
  if (tornBytes > 0) await file.appendFile('\n')
  return { size: tornBytes > 0 ? length + 1 : length, firstSeq: await firstSeqOf(file, length) }
}
