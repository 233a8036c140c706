import type { Fleet } from './fleet.ts'

/** What was measured, and what did not hold; or why it was skipped. */
export interface Outcome {
  readonly isSkipped?: true
  readonly said: string
  readonly wrong: readonly string[]
}

export interface Step {
  readonly name: string
  readonly run: (fleet: Fleet, rounds: number) => Promise<Outcome>
}
