import type { Gpu, SystemStats } from '@ollama-dashboard/contracts'
import type { GpuState } from './gpus/gpu-reader.ts'

/** The figures of a host at one moment, without when they were taken. */
export type HostFigures = Readonly<Omit<SystemStats, 'sampled_at' | 'cpu_percent' | 'gpus'>> & {
  readonly gpus: readonly Gpu[]
}

/** Reads the figures of a host: this one, or a simulated one. */
export interface HostProbe {
  sample(signal: AbortSignal): Promise<HostFigures>
  /** How the reading of its GPUs stands; absent where they are always known. */
  gpuState?(): Pick<GpuState, 'isKnown' | 'problem' | 'readAt'>
  /** Resolves when every driver has answered the first question, or failed to. */
  gpusRead?(): Promise<unknown>
}
