import type { Clock } from './clock.ts'
import type { Downloads } from './downloads.ts'
import type { Habits } from './habits.ts'
import type { ModelStore } from './model-store.ts'
import type { Scenario } from './scenario.ts'
import type { Scheduler } from './scheduler.ts'

/** What every route works on. */
export interface Machine {
  readonly scenario: Scenario
  readonly habits: Habits
  readonly clock: Clock
  readonly store: ModelStore
  readonly scheduler: Scheduler
  readonly downloads: Downloads
  readonly vramTotal: number
  readonly seed: number
  readonly tokensPerSecond: number | undefined
  /** What replies are made of. */
  readonly sentences: readonly string[]
}

/** Where the simulated server keeps its files. */
export const MODELS_DIR = '/usr/share/ollama/.ollama/models'
