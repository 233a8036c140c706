import type { HostAccess } from '../host-access.ts'
import type { DetectedGpu, GpuSource } from './detected-gpu.ts'

/** Starting PowerShell takes seconds on a slow machine. */
const timeoutMs = 30_000

/**
 * One call for all: adapters with their memory in full (`AdapterRAM` of WMI ends at 4 GiB), and what all of them use.
 * Counters are asked by class, whose names are not translated as those of Get-Counter are.
 */
const script = [
  "$ErrorActionPreference='SilentlyContinue'",
  "$class='HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Class\\{4d36e968-e325-11ce-bfc1-08002be10318}\\0*'",
  '$present=@(Get-CimInstance Win32_VideoController | ForEach-Object { $_.Name })',
  "$adapters=@(Get-ItemProperty -Path $class | Where-Object { $present -contains $_.DriverDesc } | ForEach-Object { @{ name=$_.DriverDesc; device=$_.MatchingDeviceId; bytes=[string]$_.'HardwareInformation.qwMemorySize' } })",
  '$used=@(Get-CimInstance Win32_PerfFormattedData_GPUPerformanceCounters_GPUAdapterMemory | ForEach-Object { [string]$_.DedicatedUsage })',
  'ConvertTo-Json -Compress -Depth 4 @{ adapters=$adapters; used=$used }',
].join('; ')

export const windowsArguments = ['-NoProfile', '-NonInteractive', '-Command', script] as const

/** GPUs of a Windows machine: for those that no driver tells more of. */
export function createWindowsSource(host: HostAccess): GpuSource {
  return {
    async read(signal) {
      if (host.platform !== 'win32') return null
      const { stdout } = await host.run('powershell.exe', windowsArguments, { signal, timeoutMs })
      const { adapters, used } = readAnswer(stdout)
      const own = adapters.filter(({ memory }) => memory === 'dedicated')
      // The counters do not say which adapter they are of: with one that has memory of its own there is no doubt.
      const usedBytes = own.length === 1 && used.length > 0 ? used.reduce((sum, bytes) => sum + bytes, 0) : null
      const gpus = adapters.map(({ name, vendor, memory, bytes }, at): DetectedGpu => {
        const isOwn = memory === 'dedicated'
        return {
          id: `adapter ${at} ${name}`,
          name,
          vendor,
          memory,
          vram_total: isOwn ? bytes : null,
          vram_used: isOwn && bytes !== null && usedBytes !== null ? Math.min(usedBytes, bytes) : null,
          utilization_percent: null,
          temperature_celsius: null,
          power_watts: null,
          runs_models: isOwn || isStrixHalo(name),
        }
      })
      return gpus.length > 0 ? { gpus, problem: null } : null
    },
  }
}

interface Adapter {
  readonly name: string
  readonly vendor: string
  readonly memory: 'dedicated' | 'unified'
  readonly bytes: number | null
}

const vendorsByDevice = { ven_10de: 'NVIDIA', ven_1002: 'AMD', ven_8086: 'Intel' } as const

function readAnswer(json: string): { adapters: readonly Adapter[]; used: readonly number[] } {
  try {
    const answer = JSON.parse(json) as { adapters?: unknown; used?: unknown }
    const list = <T>(value: unknown): readonly T[] => (Array.isArray(value) ? value : value == null ? [] : [value as T])
    return {
      adapters: list<{ name?: unknown; device?: unknown; bytes?: unknown } | null>(answer.adapters).flatMap((entry) => {
        const name = typeof entry?.name === 'string' ? entry.name.trim() : ''
        const device = typeof entry?.device === 'string' ? entry.device.toLowerCase() : ''
        const vendor = Object.entries(vendorsByDevice).find(([id]) => device.includes(id))?.[1]
        // What only mirrors a screen, such as a remote desktop, is of no such vendor.
        if (name === '' || vendor === undefined) return []
        const bytes = numberIn(entry?.bytes)
        return [{ name, vendor, memory: isIntegrated(name) ? 'unified' : 'dedicated', bytes: bytes || null } as const]
      }),
      used: list(answer.used).flatMap((value) => numberIn(value) ?? []),
    }
  } catch {
    return { adapters: [], used: [] }
  }
}

function numberIn(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null
}

/**
 * By its name: Windows itself tells only through graphics libraries. Integrated are "AMD Radeon(TM) Graphics", "Radeon
 * 780M", "Radeon Vega 8 Graphics", "Radeon 8060S", and of Intel's all but "Arc A770", "Arc B580", "Arc Pro A40".
 */
function isIntegrated(name: string): boolean {
  if (/nvidia|geforce|quadro|tesla/i.test(name)) return false
  if (/intel/i.test(name)) return !/\barc(?:\(tm\))? (?:pro )?[ab]\d{2,3}\b/i.test(name)
  return /radeon(?:\(tm\))?(?: rx)? (?:graphics|vega \d{1,2} graphics|\d{3}m\b|8\d{3}s\b)/i.test(name)
}

const isStrixHalo = (name: string): boolean => /radeon(?:\(tm\))? 80[56]0s\b/i.test(name)
