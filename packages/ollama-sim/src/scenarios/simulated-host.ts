import type { Machine } from '../machine.ts'
import type { Scenario } from './scenario.ts'

export interface SimulatedHost {
  readonly cpu: { readonly percent: number; readonly cores: number; readonly load_average: number[] }
  readonly memory: {
    readonly total: number
    readonly used: number
    readonly available: number
    readonly percent: number
  }
  readonly vram: {
    readonly total: number
    readonly used: number
    readonly free: number
    readonly percent: number
  } | null
  readonly unified_memory: null
  readonly gpus: readonly {
    readonly index: number
    readonly name: string
    readonly vendor: string
    readonly memory: 'dedicated'
    readonly runs_models: true
    readonly vram_total: number
    readonly vram_used: number
    readonly utilization_percent: number
    readonly temperature_celsius: number
    readonly power_watts: number
  }[]
  readonly gpus_known: true
  readonly disk: {
    readonly path: string
    readonly total: number
    readonly used: number
    readonly free: number
    readonly percent: number
  }
  readonly uptime_seconds: number
  readonly host: string
}

const SYSTEM_RAM = 3.2 * 2 ** 30
const SYSTEM_DISK = 80 * 2 ** 30
const DRIVER_VRAM = 450 * 2 ** 20
// Longer than the simulated past.
const UP_BEFORE_SECONDS = 9 * 24 * 3600

/** What a machine is busy with at one moment; sizes in bytes. */
export interface HostLoad {
  /** Requests that are served. */
  readonly users: number
  /** Models in memory. */
  readonly runners: readonly { readonly size: number; readonly sizeVram: number }[]
  /** Models on disk. */
  readonly blobBytes: number
  /** What people do besides. */
  readonly others: { readonly cpuPercent: number; readonly memoryBytes: number }
}

export const noOthers: HostLoad['others'] = { cpuPercent: 0, memoryBytes: 0 }

/** The figures of a running simulation. */
export function hostOf(machine: Machine, startedAt: number, others: HostLoad['others']): SimulatedHost {
  const { scenario, scheduler, store } = machine
  const runners = scheduler.list()
  const users = runners.reduce((sum, runner) => sum + runner.users, 0)
  const load = { users, runners, blobBytes: store.blobs.bytes, others }
  return figuresOf(scenario, load, (Date.now() - startedAt) / 1000)
}

/**
 * The machine's figures: they follow the models in memory and how many requests they serve, and move a little by
 * themselves. `seconds` since the start of the simulation; negative before it.
 */
export function figuresOf(scenario: Scenario, load: HostLoad, seconds: number): SimulatedHost {
  const { users, runners, blobBytes, others } = load
  const vramTotal = scenario.gpus.reduce((sum, gpu) => sum + gpu.vram_total, 0)
  const vramUsed = runners.reduce((sum, runner) => sum + runner.sizeVram, 0)
  const onCpu = runners.reduce((sum, runner) => sum + runner.size - runner.sizeVram, 0)
  const wave = (periodSeconds: number) => Math.sin((seconds / periodSeconds) * 2 * Math.PI)
  const work = users === 0 ? 0 : onCpu > 0 ? 70 : 12

  const percent = clampPercent(4 + work + others.cpuPercent + 2 * wave(23) + wave(7))
  const held = SYSTEM_RAM + onCpu + others.memoryBytes + (wave(41) + 1) * 60 * 2 ** 20
  const memoryUsed = Math.min(scenario.ram_total, Math.round(held))
  const diskUsed = Math.min(scenario.disk_total, SYSTEM_DISK + blobBytes)
  const gpus = scenario.gpus.map((gpu, index) => {
    const share = Math.round(vramUsed / scenario.gpus.length)
    const busy = users > 0 && share > 0
    return {
      index,
      name: gpu.name,
      vendor: gpu.vendor,
      memory: 'dedicated' as const,
      runs_models: true as const,
      vram_total: gpu.vram_total,
      vram_used: Math.min(gpu.vram_total, DRIVER_VRAM + share),
      utilization_percent: clampPercent((busy ? 92 : 1) + 3 * wave(11 + index)),
      temperature_celsius: Math.round((busy ? 66 : 41) + 2 * wave(60)),
      power_watts: Math.round((busy ? 290 : 24) + 6 * wave(13)),
    }
  })
  const used = gpus.reduce((sum, gpu) => sum + gpu.vram_used, 0)
  return {
    cpu: {
      percent,
      cores: scenario.cores,
      load_average: [1, 0.9, 0.8].map((share) => round((percent / 100) * scenario.cores * share)),
    },
    memory: part(scenario.ram_total, memoryUsed),
    vram:
      vramTotal === 0
        ? null
        : { total: vramTotal, used, free: vramTotal - used, percent: round((used / vramTotal) * 100) },
    unified_memory: null,
    gpus,
    gpus_known: true,
    disk: {
      path: '/usr/share/ollama',
      total: scenario.disk_total,
      used: diskUsed,
      free: scenario.disk_total - diskUsed,
      percent: round((diskUsed / scenario.disk_total) * 100),
    },
    uptime_seconds: Math.round(UP_BEFORE_SECONDS + seconds),
    host: scenario.host,
  }
}

const part = (total: number, used: number) => ({
  total,
  used,
  available: total - used,
  percent: round((used / total) * 100),
})

const round = (value: number) => Math.round(value * 10) / 10
const clampPercent = (value: number) => round(Math.min(100, Math.max(0, value)))
