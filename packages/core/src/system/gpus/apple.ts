import type { HostAccess } from '../host-access.ts'
import { clampPercent } from '../percent.ts'
import type { DetectedGpu, GpuSource } from './detected-gpu.ts'

const mebibyte = 1024 ** 2
const gibibyte = 1024 ** 3
const timeoutMs = 20_000
const limitEveryReadings = 15

/**
 * Asks Metal what Ollama asks it (`getRecommendedMaxVRAM` in discover/gpu_info_darwin.m), by the JavaScript that every
 * Mac has. It answers with a number of bytes, or with nothing where the bridge lacks the function.
 */
const askMetal = [
  "ObjC.import('Metal')",
  "ObjC.bindFunction('MTLCreateSystemDefaultDevice', ['id', []])",
  'Number($.MTLCreateSystemDefaultDevice().recommendedMaxWorkingSetSize)',
].join(';')

/** The GPU of Apple silicon. On a Mac with Intel's processor Ollama uses none (discover/gpu_darwin.go). */
export function createAppleSource(host: HostAccess): GpuSource {
  let names: Promise<readonly string[]> | null = null
  let limit: Promise<number> | null = null
  let readings = 0
  const run = async (program: string, args: readonly string[], signal: AbortSignal) =>
    (await host.run(program, args, { signal, timeoutMs })).stdout

  async function readLimit(signal: AbortSignal): Promise<number> {
    const [{ total }, wiredLimit, metal] = await Promise.all([
      host.memory(),
      run('sysctl', ['-n', 'iogpu.wired_limit_mb'], signal),
      run('osascript', ['-l', 'JavaScript', '-e', askMetal], signal),
    ])
    return gpuLimit({ memory: total, wiredLimit, metal })
  }

  return {
    async read(signal) {
      if (host.platform !== 'darwin' || host.arch !== 'arm64') return null
      names ??= run('system_profiler', ['SPDisplaysDataType', '-json'], signal).then(namesIn)
      const adapters = await names
      // One that failed is asked again.
      if (adapters.length === 0) names = null
      // A person may change it while this runs; to ask takes longer than the rest.
      if (readings++ % limitEveryReadings === 0) limit = readLimit(signal)
      const [max, registry] = await Promise.all([
        limit,
        run('ioreg', ['-r', '-d', '1', '-w', '0', '-c', 'IOAccelerator'], signal),
      ])
      const load = figureIn(registry, 'Device Utilization %')
      const gpu: DetectedGpu = {
        id: 'apple',
        name: adapters[0] ?? 'Apple GPU',
        vendor: 'Apple',
        memory: 'unified',
        vram_total: max,
        vram_used: figureIn(registry, 'In use system memory'),
        utilization_percent: load === null ? null : clampPercent(load),
        temperature_celsius: null,
        power_watts: null,
        runs_models: true,
      }
      return { gpus: [gpu], problem: null }
    },
  }
}

/**
 * How much of the memory macOS lets the GPU have: as Metal says, as the person set it, else two thirds up to 32 GiB and
 * three quarters above, which macOS 14 and 15 keep to (16 GiB: 10922 MiB, 32: 21845, 36: 27648, 64: 49152) and newer
 * ones exceed a little.
 */
export function gpuLimit({ memory, wiredLimit, metal }: GpuLimitInput): number {
  const told = Number(metal.trim() || Number.NaN)
  if (told >= gibibyte && told <= memory) return told
  const set = /^\d{1,9}$/.test(wiredLimit.trim()) ? Number(wiredLimit) * mebibyte : 0
  if (set > 0) return Math.min(set, memory)
  return Math.floor(memory <= 32 * gibibyte ? (memory * 2) / 3 : (memory * 3) / 4)
}

interface GpuLimitInput {
  /** Bytes. */
  readonly memory: number
  /** `iogpu.wired_limit_mb` as sysctl prints it: 0 leaves it to macOS. */
  readonly wiredLimit: string
  /** Bytes as Metal tells them; empty where it cannot be asked. */
  readonly metal: string
}

function namesIn(json: string): readonly string[] {
  try {
    const { SPDisplaysDataType: list } = JSON.parse(json) as { SPDisplaysDataType?: unknown }
    return (Array.isArray(list) ? list : []).flatMap((entry: Record<string, unknown> | null) => {
      // On some systems `_name` is the key of a text.
      const name = entry?.['sppci_model'] ?? entry?.['_name']
      return typeof name === 'string' && name !== '' ? [name] : []
    })
  } catch {
    return []
  }
}

/** A figure of `PerformanceStatistics`, which ioreg prints as `"name"=number`. */
function figureIn(registry: string, name: string): number | null {
  const start = registry.indexOf(`"${name}"=`)
  const digits = start < 0 ? '' : (/^\d{1,15}/.exec(registry.slice(start + name.length + 3))?.[0] ?? '')
  return digits === '' ? null : Number(digits)
}
