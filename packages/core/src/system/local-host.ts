import { cpus, hostname, loadavg, platform, uptime } from 'node:os'
import { type Clock, systemClock } from '../kernel/clock.ts'
import { createCpuLoadReader } from './cpu-load.ts'
import { createDiskReader } from './disk.ts'
import { operatingSystem } from './driver-version.ts'
import { listGpus, unifiedMemoryOf, vramOf } from './gpu-pools.ts'
import { createGpuReader } from './gpus/gpu-reader.ts'
import { createHostAccess, type HostAccess } from './host-access.ts'
import type { HostProbe } from './host-probe.ts'
import { createMemoryLimitReader, type MemoryLimit } from './memory/memory-limit.ts'
import { percentOf } from './percent.ts'

export interface LocalHostOptions {
  /** The folder whose volume is told: where Ollama keeps its models, if that is here. */
  readonly diskOf: string
  readonly access?: HostAccess
  readonly clock?: Clock
  /** Told of failures to read a GPU that nobody foresaw. */
  readonly onUnexpected?: (error: unknown) => void
}

/** This machine. */
export function localHost(options: LocalHostOptions): HostProbe {
  const { diskOf, access = createHostAccess(), clock = systemClock, onUnexpected } = options
  const gpuReader = createGpuReader(access, clock, onUnexpected)
  const readDisk = createDiskReader({ run: access.run, clock })
  const readLimit = createMemoryLimitReader(access, clock)
  const readCpu = createCpuLoadReader()
  const cores = cpus().length

  return {
    operatingSystem,
    async sample(signal) {
      const [ram, limit, { gpus, isKnown }, disk] = await Promise.all([
        access.memory(),
        readLimit(),
        gpuReader.read(signal),
        readDisk(diskOf, signal),
      ])
      const whole = memoryOf(ram.total, ram.available)
      const unified = unifiedMemoryOf(gpus, whole)
      // Linux counts nothing against a limit of what a GPU takes of the one memory there is.
      const memory = unified ? whole : limited(ram, limit)
      return {
        cpu: {
          percent: readCpu(),
          cores,
          // Windows has no load average; Node tells zeros there, which would be a lie.
          load_average: platform() === 'win32' ? [] : loadavg().map((value) => Math.round(value * 100) / 100),
        },
        memory,
        vram: vramOf(gpus),
        unified_memory: unified,
        gpus: listGpus(gpus),
        gpus_known: isKnown,
        disk,
        uptime_seconds: Math.round(uptime()),
        host: hostname(),
      }
    },
    gpus: gpuReader,
  }
}

const limited = ({ total, available }: MemoryLimit, limit: MemoryLimit | null) =>
  limit && limit.total < total
    ? memoryOf(limit.total, Math.min(available, limit.available))
    : memoryOf(total, available)

/** Used is what is not available: caches that the system would give back are not counted. */
export function memoryOf(total: number, available: number) {
  const used = Math.max(0, total - available)
  return { total, used, available, percent: percentOf(used, total) }
}
