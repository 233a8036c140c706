import type { HostAccess } from '../host-access.ts'
import { clampPercent } from '../percent.ts'
import type { DetectedGpu, GpuProblem, GpuReading, GpuSource } from './detected-gpu.ts'
import { readJetson } from './jetson.ts'
import { hasNvidiaDevice, readNvidiaKernelModule } from './nvidia-kernel.ts'
import { readMigSlices } from './nvidia-mig.ts'
import { explainNvidiaProblem, nvidiaSmiMissing, nvidiaTooSlow } from './nvidia-problems.ts'
import { createNvidiaSmi, isNotSupported, type NvidiaRow, nvidiaNumber } from './nvidia-smi.ts'

const mebibyte = 1024 ** 2

/** NVIDIA's GPUs by nvidia-smi; those of a Jetson, where that tells little or is missing, by the files of the kernel. */
export function createNvidiaSource(host: HostAccess): GpuSource {
  const smi = createNvidiaSmi(host)

  async function withSlices(rows: readonly NvidiaRow[], signal: AbortSignal): Promise<DetectedGpu[]> {
    const isCut = (row: NvidiaRow) => row['mig.mode.current'] === 'Enabled'
    const slices = rows.some(isCut) ? readMigSlices((await smi.everything(signal)) ?? '') : null
    // CUDA gives a process the first slice alone, and no whole GPU beside it.
    let isFirst = true
    return rows.flatMap((row) => {
      const gpu = gpuOf(row)
      if (!isCut(row)) return [slices === null ? gpu : { ...gpu, runsModels: false }]
      return (slices?.get(gpu.id) ?? [{ profile: null, total: null, used: null }]).map((slice, at) => {
        const runsModels = isFirst
        isFirst = false
        return {
          ...gpu,
          id: `${gpu.id}/${at}`,
          name: slice.profile === null ? gpu.name : `${gpu.name} MIG ${slice.profile}`,
          memory: 'dedicated' as const,
          vram_total: slice.total,
          vram_used: slice.used,
          vram_free: slice.total !== null && slice.used !== null ? slice.total - slice.used : undefined,
          runsModels,
        }
      }).map(withoutUndefined)
    })
  }

  return {
    async read(signal): Promise<GpuReading | null> {
      const [{ outcome, rows, complaint }, jetson] = await Promise.all([smi.query(signal), readJetson(host)])
      if (jetson) return { gpus: [asJetson(jetson, rows[0])], problem: null }
      if (outcome === 'missing') {
        const gpus = await readNvidiaKernelModule(host)
        return gpus.length > 0 ? { gpus, problem: nvidiaSmiMissing } : null
      }
      const gpus = await withSlices(rows, signal)
      const problem = outcome === 'timeout' ? nvidiaTooSlow : problemOf(rows, gpus, complaint)
      if (gpus.length > 0) return { gpus, problem }
      const silent = await readNvidiaKernelModule(host)
      // The program alone, as a distribution installs it, is no reason to complain.
      if (silent.length === 0 && !(await hasNvidiaDevice(host))) return null
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
  return withoutUndefined({
    id: [row.uuid, row['pci.bus_id']].find((text) => text !== undefined && !isNotSupported(text)) ?? row.index ?? '',
    name: row.name || 'NVIDIA GPU',
    vendor: 'NVIDIA',
    // Ollama does the same: memory that NVML does not support is the system's (ml/backend/ggml, mem_nvml.cpp).
    memory: total === 0 || isNotSupported(row['memory.total']) ? 'unified' : 'dedicated',
    vram_total: total === 0 ? null : total,
    vram_used: total === 0 ? null : bytes(row['memory.used']),
    vram_free: total !== null && total > 0 && free !== null && free <= total ? free : undefined,
    utilization_percent: load === null ? null : clampPercent(load),
    temperature_celsius: nvidiaNumber(row['temperature.gpu']),
    power_watts: nvidiaNumber(row['power.draw']),
    runsModels: true,
  })
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

function problemOf(rows: readonly NvidiaRow[], gpus: readonly DetectedGpu[], complaint: string): GpuProblem | null {
  if (complaint !== '') return explainNvidiaProblem(complaint)
  if (gpus.every(({ vram_total, vram_used }) => vram_total !== null && vram_used !== null)) return null
  const memory = rows.flatMap((row) => [row['memory.total'], row['memory.used']])
  const refused = memory.find((text) => text !== undefined && nvidiaNumber(text) === null && !isNotSupported(text))
  return refused === undefined ? null : explainNvidiaProblem(refused)
}

/** An absent member is not the same as one without a value. */
function withoutUndefined({ vram_free, ...gpu }: Omit<DetectedGpu, 'vram_free'> & { vram_free?: number | undefined }): DetectedGpu {
  return vram_free === undefined ? gpu : { ...gpu, vram_free }
}
