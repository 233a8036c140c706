import { arch, release, type } from 'node:os'
import type { GpuState } from './gpus/gpu-reader.ts'

/** What the system is called, such as `Linux 6.12.9` or `Darwin 24.5.0`. */
const systemName = `${type()} ${release()}`

/** That of this machine, with the processor it is for, such as `Linux 6.12.9 (x64)`. */
export const operatingSystem = `${systemName} (${arch()})`

/**
 * What drives the GPUs: NVIDIA's own driver, such as `NVIDIA 570.86.15`; that of other vendors comes with the system. Null
 * without a GPU, and where it is not known.
 */
export function driverVersion({ gpus, driver }: Pick<GpuState, 'gpus' | 'driver'>, system = systemName): string | null {
  if (driver !== null) return `NVIDIA ${driver}`
  return gpus.length === 0 || gpus.some(({ vendor }) => vendor === 'NVIDIA') ? null : system
}
