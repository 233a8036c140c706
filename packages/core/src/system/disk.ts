import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { homedir, platform } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { SystemStats } from '@ollama-dashboard/contracts'
import type { InstanceAddress } from '../instances/connect-instance.ts'
import { isLocal } from '../instances/location.ts'
import type { Clock } from '../kernel/clock.ts'
import { percentOf } from './percent.ts'
import type { RunProgram } from './run-program.ts'

type Disk = SystemStats['disk']

/** What `statfs` tells. Blocks are counted in `frsize`, which Node tells since 24.14 (nodejs/node#62277). */
export interface VolumeFigures {
  readonly bsize: number
  readonly frsize?: number
  readonly blocks: number
  readonly bfree: number
  readonly bavail: number
}

export interface DiskTools {
  readonly run: RunProgram
  readonly clock: Clock
  readonly readVolume?: (path: string) => Promise<VolumeFigures>
  /** On Linux alone the sizes differ. */
  readonly isLinux?: boolean
}

/** A network mount whose server is gone does not answer at all. */
const answerLimitMs = 1000

/**
 * Reads the figures of the volume that holds a folder, found by the nearest parent that exists. While the volume does
 * not answer, what it said last is told, and it is not asked again; null where nothing can be read.
 */
export function createDiskReader(tools: DiskTools) {
  const { clock, readVolume = statfs } = tools
  let last: Disk = null
  let reading: Promise<void> | null = null

  async function read(folder: string, signal: AbortSignal): Promise<Disk> {
    let path = resolve(folder)
    for (;;) {
      try {
        return diskOf(path, await inBytes(path, await readVolume(path), tools, signal))
      } catch {
        const parent = dirname(path)
        if (parent === path) return null
        path = parent
      }
    }
  }

  return async (folder: string, signal: AbortSignal): Promise<Disk> => {
    if (reading) return last
    const now = read(folder, signal)
      .then((disk) => {
        last = disk
      })
      .finally(() => {
        reading = null
      })
    reading = now
    await new Promise<void>((done) => {
      const cancel = clock.after(answerLimitMs, done)
      void now.finally(() => {
        cancel()
        done()
      })
    })
    return last
  }
}

interface VolumeBytes {
  readonly total: number
  readonly used: number
  readonly free: number
}

/** Blocks kept back for root are neither used nor free, as `df` counts them. */
const diskOf = (path: string, { total, used, free }: VolumeBytes): Disk => ({
  path,
  total,
  used,
  free,
  percent: percentOf(used, used + free),
})

async function inBytes(
  path: string,
  { bsize, frsize, blocks, bfree, bavail }: VolumeFigures,
  { run, isLinux = platform() === 'linux' }: DiskTools,
  signal: AbortSignal,
): Promise<VolumeBytes> {
  // Windows has one size of blocks; macOS tells the other as `bsize`.
  const size = frsize || (isLinux ? null : bsize)
  if (size !== null) return { total: blocks * size, used: (blocks - bfree) * size, free: bavail * size }
  const { stdout } = await run('df', ['-Pk', path], { signal, timeoutMs: 5000 })
  const [total, used, free] = readDf(stdout) ?? []
  if (total === undefined || used === undefined || free === undefined) throw new Error('df tells nothing of it.')
  return { total, used, free }
}

/** Bytes out of the last line of `df -Pk`, whose first column may have blanks. */
function readDf(text: string): readonly number[] | null {
  const words = (text.slice(0, 4096).trim().split('\n').at(-1) ?? '').split(' ').filter((word) => word !== '')
  const capacity = words.findIndex((word, index) => index > 3 && /^\d{1,3}%$/.test(word))
  const figures = words.slice(Math.max(0, capacity - 3), Math.max(0, capacity))
  if (!figures.every((word) => /^\d{1,15}$/.test(word))) return null
  return figures.map((kibibytes) => Number(kibibytes) * 1024)
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
 * Bytes free for models in a folder, or on the whole disk where there is none; null where the disk is not known, or the
 * folder that was guessed does not exist, so that Ollama keeps them elsewhere.
 */
export const freeIn = (folder: string | null, disk: Disk): number | null =>
  disk && (folder === null || disk.path === resolve(folder)) ? disk.free : null

/** The folder whose disk is watched: that of the models where an Ollama is on this machine, else the dashboard's own. */
export function watchedFolder(options: {
  readonly instances: readonly Pick<InstanceAddress, 'url' | 'location'>[]
  readonly modelsDir?: string
  readonly dataDir: string
}): string {
  const { instances, modelsDir, dataDir } = options
  const isHere = ({ url, location = 'auto' }: (typeof instances)[number]) =>
    isLocal({ url, location, isElsewhere: () => false })
  return instances.some(isHere) ? modelsFolder({ OLLAMA_MODELS: modelsDir }, existsSync) : dataDir
}
