import type { HostAccess } from '../../host-access.ts'
import { clampPercent } from '../../percent.ts'
import type { DetectedGpu, GpuProblem, GpuReading, GpuSource } from '../detected-gpu.ts'
import { readJetson } from '../jetson.ts'
import { hasNvidiaDevice, readNvidiaKernelModule } from './nvidia-kernel.ts'
import { readMigSlices } from './nvidia-mig.ts'
import {
  explainNvidiaProblem,
  nvidiaComputesNothing,
  nvidiaDriverTooOld,
  nvidiaSmiMissing,
  nvidiaTooSlow,
} from './nvidia-problems.ts'
import { createNvidiaSmi, isNotSupported, type NvidiaRow, nvidiaNumber } from './nvidia-smi.ts'

const mebibyte = 1024 ** 2

/** NVIDIA's GPUs by nvidia-smi; those of a Jetson, where that tells little or is missing, by the files of the kernel. */
export function createNvidiaSource(host: HostAccess): GpuSource {
  const smi = createNvidiaSmi(host)

  /** A GPU that is cut into slices is as many GPUs, of which CUDA gives a process the first alone, and no whole one. */
  async function withSlices(rows: readonly NvidiaRow[], signal: AbortSignal): Promise<DetectedGpu[]> {
    const isCut = (row: NvidiaRow) => row['mig.mode.current'] === 'Enabled'
    if (!rows.some(isCut)) return rows.map(gpuOf)
    const slices = readMigSlices(await smi.print(['-q', '-x'], signal), await smi.print(['-L'], signal))
    let isFirst = true
    return rows.flatMap((row, index): DetectedGpu[] => {
      const gpu = gpuOf(row)
      if (!isCut(row)) return [{ ...gpu, runs_models: false }]
      const { vram_free: _, ...whole } = gpu
      const parts = slices[index]?.length ? slices[index] : [{ profile: null, total: null, used: null }]
      return parts.map(({ profile, total, used }, at) => {
        const runs_models = isFirst
        isFirst = false
        return {
          ...whole,
          id: `${gpu.id}/${at}`,
          name: profile === null ? gpu.name : `${gpu.name} MIG ${profile}`,
          memory: 'dedicated',
          vram_total: total,
          vram_used: used,
          runs_models,
        }
      })
    })
  }

  return {
    async read(signal): Promise<GpuReading | null> {
      const [{ outcome, rows, complaint }, jetson] = await Promise.all([smi.query(signal), readJetson(host)])
      const driver = driverOf(rows)
      if (jetson) return { gpus: [asJetson(jetson, rows[0])], problem: null, ...driver }
      if (outcome === 'missing') {
        const gpus = await readNvidiaKernelModule(host)
        return gpus.length > 0 ? { gpus, problem: nvidiaSmiMissing } : null
      }
      const gpus = await withSlices(rows, signal)
      const problem = outcome === 'timeout' ? nvidiaTooSlow : problemOf(rows, gpus, complaint)
      if (gpus.length > 0) return { gpus, problem, ...driver }
      const silent = await readNvidiaKernelModule(host)
      // The program alone, as a distribution installs it, is no reason to complain. One that did not end told nothing.
      if (outcome === 'exited' && silent.length === 0 && !(await hasNvidiaDevice(host))) return null
      return { gpus: silent, problem: problem ?? explainNvidiaProblem(complaint) }
    },
  }
}

function gpuOf(row: NvidiaRow): DetectedGpu {
  const bytes = (text: string | undefined) => {
    const mebibytes = nvidiaNumber(text)
    return mebibytes === null || mebibytes < 0 ? null : Math.round(mebibytes * mebibyte)
  }
  const total = bytes(row['memory.total'])
  const free = bytes(row['memory.free'])
  const load = nvidiaNumber(row['utilization.gpu'])
  return {
    id: [row.uuid, row['pci.bus_id']].find((text) => text !== undefined && !isNotSupported(text)) ?? row.index ?? '',
    name: isBroken(row) ? 'NVIDIA GPU' : row.name || 'NVIDIA GPU',
    vendor: 'NVIDIA',
    // Ollama does the same: memory that NVML does not support is the system's (ml/backend/ggml, mem_nvml.cpp).
    memory: total === 0 || isNotSupported(row['memory.total']) ? 'unified' : 'dedicated',
    vram_total: total === 0 ? null : total,
    vram_used: total === 0 ? null : bytes(row['memory.used']),
    ...(total !== null && total > 0 && free !== null && free <= total && { vram_free: free }),
    utilization_percent: load === null ? null : clampPercent(load),
    temperature_celsius: nvidiaNumber(row['temperature.gpu']),
    power_watts: nvidiaNumber(row['power.draw']),
    runs_models: !isBroken(row) && !isTooOld(row) && !computesNothing(row),
  }
}

/** The kernel knows the board and its load; nvidia-smi, where there is one, perhaps more. */
function asJetson(jetson: DetectedGpu, row: NvidiaRow | undefined): DetectedGpu {
  if (!row) return jetson
  const told = gpuOf(row)
  return {
    ...jetson,
    utilization_percent: jetson.utilization_percent ?? told.utilization_percent,
    temperature_celsius: jetson.temperature_celsius ?? told.temperature_celsius,
    power_watts: jetson.power_watts ?? told.power_watts,
  }
}

/** A GPU that has failed does not even tell its name. */
const isBroken = ({ name = '' }: NvidiaRow): boolean => name.startsWith('[') || name === 'ERR!'

/**
 * CUDA 11, the oldest that Ollama ever came with, takes driver 450, and so does Vulkan 1.2. Newer ones take more: 531,
 * and since 0.30 550 (docs/gpu.mdx of Ollama, by tag), below which Vulkan may still do.
 */
const oldestDriver = 450

const isTooOld = ({ driver_version: version = '' }: NvidiaRow): boolean =>
  /^\d{3}\.\d/.test(version) && Number.parseInt(version, 10) < oldestDriver

/** All cards of a machine have one driver. */
function driverOf(rows: readonly NvidiaRow[]): Pick<GpuReading, 'driver'> {
  const driver = rows.map(({ driver_version }) => driver_version ?? '').find((text) => /^\d+(?:\.\d+)+$/.test(text))
  return driver === undefined ? {} : { driver }
}

/** A virtual GPU for graphics alone, or a person's choice. */
const computesNothing = ({ compute_mode: mode }: NvidiaRow): boolean => mode === 'Prohibited'

function problemOf(rows: readonly NvidiaRow[], gpus: readonly DetectedGpu[], complaint: string): GpuProblem | null {
  const broken = rows.find(isBroken)
  if (complaint !== '' || broken) return explainNvidiaProblem(complaint || (broken?.name ?? ''))
  const old = rows.find(isTooOld)?.driver_version
  if (old !== undefined) return nvidiaDriverTooOld(old)
  if (rows.length > 0 && rows.every(computesNothing)) return nvidiaComputesNothing
  if (gpus.every(({ vram_total, vram_used }) => vram_total !== null && vram_used !== null)) return null
  const memory = rows.flatMap((row) => [row['memory.total'], row['memory.used']])
  const refused = memory.find((text) => text !== undefined && nvidiaNumber(text) === null && !isNotSupported(text))
  return refused === undefined ? null : explainNvidiaProblem(refused)
}
