import type { Clock } from './clock.ts'
import type { Scheduler } from './engine/scheduler.ts'
import type { Habits } from './habits.ts'
import type { Downloads } from './registry/downloads.ts'
import type { Scenario } from './scenarios/scenario.ts'
import type { ModelStore } from './store/model-store.ts'

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
