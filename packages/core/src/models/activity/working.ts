import type { Instance } from '../../instances/instance.ts'
import type { NamedActor } from '../../kernel/call-context.ts'

export type TaskState = 'loading' | 'unloading'

/** A model on its way in or out of memory. */
export interface Working {
  readonly model: string
  readonly state: TaskState
  readonly actor: NamedActor
  /** Milliseconds since the epoch. */
  readonly since: number
}

/** What other replicas do. */
export interface TasksElsewhere {
  /** Has them know of all that is done here with models of an instance. */
  tell(instance: Instance, working: readonly Working[]): void
  of(instance: Instance): readonly Working[]
  /** Grows with every change of that. */
  readonly revision: number
}
