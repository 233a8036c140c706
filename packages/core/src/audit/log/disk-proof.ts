import { constants, type FileHandle } from 'node:fs/promises'
import { logFault } from './log-failure.ts'
import type { Disk } from './log-files.ts'

/** With less room than this, the next changes may be the ones that are made and cannot be written any more. */
const roomBytes = 1_048_576
const proofBytes = 16_384

/** Whether a line could be written, as far as the disk tells by itself: of a quota it tells nothing. Throws what is in the way. */
export async function expectRoom(folder: string, disk: Disk): Promise<void> {
  await disk.access(folder, constants.W_OK)
  const { bavail, bsize } = await disk.statfs(folder)
  if (bavail * bsize < roomBytes) throw logFault('ENOSPC')
}

/** After a failure: before anything is changed again, as much as a few lines take is written behind `size`, and taken back. */
export async function proveWriting(file: FileHandle, size: number): Promise<void> {
  try {
    await file.appendFile(Buffer.alloc(proofBytes, ' '))
    await file.datasync()
  } finally {
    await file.truncate(size)
  }
}
