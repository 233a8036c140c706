import { cpus, hostname, loadavg, platform, uptime } from 'node:os'
import si from 'systeminformation'
import { readDisk } from './disk.ts'
import { createGpuReader } from './gpus.ts'
import type { HostProbe } from './host-probe.ts'
import { clampPercent, percentOf } from './percent.ts'
import { tellingGpus } from './telling-gpus.ts'

/** This machine. `diskOf` is the folder whose volume is told: where Ollama keeps its models, if that is here. */
export function localHost({ diskOf }: { diskOf: string }): HostProbe {
  const readGpus = createGpuReader()
  const cores = cpus().length

  return {
    async sample(signal) {
      const [load, memory, gpus, disk] = await Promise.all([
        si.currentLoad(),
        si.mem(),
        readGpus(signal),
        readDisk(diskOf),
      ])
      return {
        cpu: {
          percent: clampPercent(load.currentLoad),
          cores,
          // Windows has no load average; Node tells zeros there, which would be a lie.
          load_average: platform() === 'win32' ? [] : loadavg().map((value) => Math.round(value * 100) / 100),
        },
        memory: memoryOf(memory.total, memory.available),
        vram: vramOf(gpus),
        gpus,
        disk,
        uptime_seconds: Math.round(uptime()),
        host: hostname(),
      }
    },
  }
}

/** Used is what is not available: caches that the system would give back are not counted. */
export function memoryOf(total: number, available: number) {
  const used = Math.max(0, total - available)
  return { total, used, available, percent: percentOf(used, total) }
}

/** All GPUs together; null where none tells its memory. */
export function vramOf(gpus: readonly { vram_total: number | null; vram_used: number | null }[]) {
  const telling = tellingGpus(gpus)
  if (telling.length === 0) return null
  const total = telling.reduce((sum, gpu) => sum + gpu.total, 0)
  const used = telling.reduce((sum, gpu) => sum + gpu.used, 0)
  return { total, used, free: Math.max(0, total - used), percent: percentOf(used, total) }
}
