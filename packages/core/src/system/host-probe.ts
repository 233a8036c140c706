import type { Gpu, SystemStats } from '@ollama-dashboard/contracts'
import type { GpuReader } from './gpus/gpu-reader.ts'

/** The figures of a host at one moment, without when they were taken. */
export type HostFigures = Readonly<Omit<SystemStats, 'sampled_at' | 'cpu_percent' | 'gpus'>> & {
  readonly gpus: readonly Gpu[]
}

/** Reads the figures of a host: this one, or a simulated one. */
export interface HostProbe {
  /** What its operating system is called; absent for a host that has none. */
  readonly operatingSystem?: string
  sample(signal: AbortSignal): Promise<HostFigures>
  /** The reading of its GPUs, which may lag behind; absent where they are always known. */
  readonly gpus?: Pick<GpuReader, 'current' | 'firstReading'>
}
