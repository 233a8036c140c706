import type { SimulatedModel } from './simulated-model.ts'

export type ScenarioName = 'home' | 'laptop' | 'big' | 'empty' | 'old'

export interface SimulatedGpu {
  readonly name: string
  readonly vendor: string
  readonly vram_total: number
}

/** A machine with an Ollama on it, as plain data: spread it to change a part. Sizes are bytes. */
export interface Scenario {
  /** What `/api/version` says. Below 0.30.0 the server has the old habits. */
  readonly version: string
  readonly models: readonly SimulatedModel[]
  readonly gpus: readonly SimulatedGpu[]
  readonly ram_total: number
  readonly cores: number
  readonly disk_total: number
  readonly host: string
  /** What the registry offers to pull, besides the installed models. */
  readonly registry: readonly SimulatedModel[]
  /** What the way to the registry carries, for each layer that is fetched. */
  readonly pull_bytes_per_second: number
  /** Loaded at the start, without a wait. */
  readonly preloaded: readonly { readonly model: string; readonly num_ctx: number; readonly keep_alive: unknown }[]
}
