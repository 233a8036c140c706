import { statfs } from 'node:fs/promises'
import { homedir, platform } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { SystemStats } from '@ollama-dashboard/contracts'
import type { Instance } from '../instances/instance.ts'
import { isLoopback } from '../ollama/ollama-address.ts'
import { percentOf } from './percent.ts'

/** Figures of the volume that holds a folder, found by the nearest parent that exists; null where none can be read. */
export async function readDisk(folder: string): Promise<SystemStats['disk']> {
  let path = resolve(folder)
  for (;;) {
    try {
      const { bsize, blocks, bavail, bfree } = await statfs(path)
      const used = (blocks - bfree) * bsize
      const free = bavail * bsize
      // Blocks kept back for root are neither used nor free, as `df` counts them.
      return { path, total: blocks * bsize, used, free, percent: percentOf(used, used + free) }
    } catch {
      const parent = dirname(path)
      if (parent === path) return null
      path = parent
    }
  }
}

/** Where an Ollama on this machine keeps its models: as it is told, else as its installers leave it. */
export function modelsFolder(
  env: { readonly OLLAMA_MODELS?: string | undefined },
  exists: (path: string) => boolean,
): string {
  if (env.OLLAMA_MODELS) return env.OLLAMA_MODELS
  const own = join(homedir(), '.ollama', 'models')
  const service = '/usr/share/ollama/.ollama/models'
  return platform() === 'linux' && !exists(own) && exists(service) ? service : own
}

/**
 * Bytes free for the models of a server; null where their disk is not known: it is another machine's, or the folder
 * that was guessed does not exist, so that Ollama keeps them elsewhere.
 */
export function freeForModels({ url, demo }: Instance, disk: SystemStats['disk'], folder: string): number | null {
  if (!disk) return null
  if (demo) return disk.free
  return isLoopback(url) && disk.path === resolve(folder) ? disk.free : null
}
