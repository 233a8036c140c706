import { access, constants, open } from 'node:fs/promises'

/**
 * Makes a file for SQLite where there is none, that only its owner may read. SQLite would let everybody, and gives the files beside
 * it the mode of this one. Throws what keeps this process from reading or writing it.
 */
export async function createOwnFile(file: string): Promise<void> {
  try {
    const handle = await open(file, 'wx', 0o600)
    await handle.close()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    // Asked before SQLite is: what it opens for reading leaves files beside it that may only be read from then on, and
    // cannot be locked.
    await access(file, constants.R_OK | constants.W_OK)
  }
}
