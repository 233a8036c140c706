import * as fs from 'node:fs/promises'

/** A new name is on the disk once its folder is. Windows cannot open one, and needs not. */
export async function syncFolder(folder: string, disk: Pick<typeof fs, 'open'> = fs): Promise<void> {
  const handle = await disk.open(folder, 'r').catch(() => null)
  try {
    await handle?.sync()
  } catch {
    // Some file systems cannot sync a folder; the file itself is synced.
  } finally {
    await handle?.close()
  }
}
