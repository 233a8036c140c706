import type { Gpu } from '@ollama-dashboard/contracts'

/** A GPU as its driver tells it. */
export interface DetectedGpu extends Omit<Gpu, 'index'> {
  /** Stable id of the GPU. */
  readonly id: string
  /** What a program can still take, where that is less than the total without what is used: a driver may keep a part. */
  readonly vram_free?: number
}

/** Why GPUs cannot be read, or not all of what they should tell, and what to do. */
export interface GpuProblem {
  readonly message: string
  readonly hint: string
}

export interface GpuReading {
  readonly gpus: readonly DetectedGpu[]
  readonly problem: GpuProblem | null
  /** Version of the driver, where it tells one. */
  readonly driver?: string
}

/** One way to read GPUs, such as the driver of one vendor. Null where this host has nothing of the kind. */
export interface GpuSource {
  read(signal: AbortSignal): Promise<GpuReading | null>
}
