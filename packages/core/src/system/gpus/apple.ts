import type { HostAccess } from '../host-access.ts'
import { clampPercent } from '../percent.ts'
import type { DetectedGpu, GpuSource } from './detected-gpu.ts'

const mebibyte = 1024 ** 2
const gibibyte = 1024 ** 3
const timeoutMs = 20_000

/**
 * Asks Metal what Ollama asks it (`getRecommendedMaxVRAM` in discover/gpu_info_darwin.m), by the JavaScript that every
 * Mac has. It answers with a number of bytes, or with nothing where the bridge lacks the function.
 */
const askMetal = [
  "ObjC.import('Metal')",
  "ObjC.bindFunction('MTLCreateSystemDefaultDevice', ['id', []])",
  'Number($.MTLCreateSystemDefaultDevice().recommendedMaxWorkingSetSize)',
].join(';')

/** The GPU of a Mac. On Apple silicon it shares the memory; on a Mac with Intel's processor Ollama does not use it. */
export function createAppleSource(host: HostAccess): GpuSource {
  let names: Promise<readonly DisplayAdapter[]> | null = null
  const run = async (program: string, args: readonly string[], signal: AbortSignal) =>
    (await host.run(program, args, { signal, timeoutMs })).stdout

  return {
    async read(signal) {
      if (host.platform !== 'darwin') return null
      names ??= run('system_profiler', ['SPDisplaysDataType', '-json'], signal).then(readAdapters)
      const adapters = await names
      // One that failed is asked again.
      if (adapters.length === 0) names = null
      if (host.arch !== 'arm64') {
        return adapters.length > 0 ? { gpus: adapters.map(onIntelMac), problem: null } : null
      }
      const [sysctl, metal, registry] = await Promise.all([
        run('sysctl', ['hw.memsize', 'iogpu.wired_limit_mb'], signal),
        run('osascript', ['-l', 'JavaScript', '-e', askMetal], signal),
        run('ioreg', ['-r', '-d', '1', '-w', '0', '-c', 'IOAccelerator'], signal),
      ])
      const load = figureIn(registry, 'Device Utilization %')
      const gpu: DetectedGpu = {
        id: 'apple',
        name: adapters[0]?.name ?? 'Apple GPU',
        vendor: 'Apple',
        memory: 'unified',
        vram_total: gpuLimit(sysctl, metal),
        vram_used: figureIn(registry, 'In use system memory'),
        utilization_percent: load === null ? null : clampPercent(load),
        temperature_celsius: null,
        power_watts: null,
        runsModels: true,
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
export function gpuLimit(sysctl: string, metal: string): number | null {
  const value = (name: string) => Number(new RegExp(`^${name}: (\\d{1,15})$`, 'm').exec(sysctl.slice(0, 4096))?.[1] ?? 0)
  const total = value('hw.memsize')
  const told = Number(metal.trim() || Number.NaN)
  if (told >= gibibyte && (total === 0 || told <= total)) return told
  if (total === 0) return null
  const set = value('iogpu\\.wired_limit_mb') * mebibyte
  if (set > 0) return Math.min(set, total)
  return Math.round(total <= 32 * gibibyte ? (total * 2) / 3 : (total * 3) / 4)
}

interface DisplayAdapter {
  readonly name: string
  readonly vendor: string | null
  readonly memory: 'dedicated' | 'unified'
  readonly bytes: number | null
}

function readAdapters(json: string): readonly DisplayAdapter[] {
  try {
    const { SPDisplaysDataType: list } = JSON.parse(json) as { SPDisplaysDataType?: unknown }
    return (Array.isArray(list) ? list : []).flatMap((entry: Record<string, unknown> | null): DisplayAdapter[] => {
      const text = (name: string) => (typeof entry?.[name] === 'string' ? (entry[name] as string) : '')
      const name = text('sppci_model') || text('_name')
      if (name === '') return []
      const own = /^(\d{1,6}) (MB|GB)$/.exec(text('spdisplays_vram'))
      return [
        {
          name,
          vendor: /apple|amd|nvidia|intel/i.exec(text('spdisplays_vendor') + name)?.[0] ?? null,
          memory: own ? 'dedicated' : 'unified',
          bytes: own ? Number(own[1]) * (own[2] === 'GB' ? gibibyte : mebibyte) : null,
        },
      ]
    })
  } catch {
    return []
  }
}

const onIntelMac = ({ name, vendor, memory, bytes }: DisplayAdapter, at: number): DetectedGpu => ({
  id: `display ${at}`,
  name,
  vendor: vendor === null ? null : (['Apple', 'AMD', 'NVIDIA', 'Intel'].find((v) => v.toLowerCase() === vendor.toLowerCase()) ?? null),
  memory,
  vram_total: bytes,
  vram_used: null,
  utilization_percent: null,
  temperature_celsius: null,
  power_watts: null,
  runsModels: false,
})

/** A figure of `PerformanceStatistics`, which ioreg prints as `"name"=number`. */
function figureIn(registry: string, name: string): number | null {
  const start = registry.indexOf(`"${name}"=`)
  const digits = start < 0 ? '' : (/^\d{1,15}/.exec(registry.slice(start + name.length + 3))?.[0] ?? '')
  return digits === '' ? null : Number(digits)
}
