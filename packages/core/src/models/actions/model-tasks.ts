import type { Instance } from '../../instances/instance.ts'
import { perInstance } from '../../instances/per-instance.ts'
import type { Actor } from '../../kernel/call-context.ts'
import type { Clock } from '../../kernel/clock.ts'
import { type SharedWork, waitFor } from '../../kernel/shared-work.ts'
import type { TaskState, TasksElsewhere, Working } from '../activity/working.ts'

/** What a piece of work may do while it runs. */
export interface TaskContext {
  /** Aborts when nobody waits for the work any more, or when another request took its place. */
  readonly signal: AbortSignal
  /** Says what happens to the model from now on, and who wants it, for lists and events. */
  enter(state: TaskState, actor: Actor): void
  /** Says that it is tried again after a failure that should pass. */
  readonly retried?: () => void
}

export interface Target {
  readonly instance: Instance
  readonly model: string
}

export type TaskKind = 'start' | 'restart' | 'stop' | 'delete' | 'copy'

/** What is to be done. Two are equal when their kinds and, as JSON, their parameters are. */
export interface Work {
  readonly kind: TaskKind
  readonly parameters?: unknown
}

interface Task extends SharedWork {
  readonly kind: TaskKind
  readonly parameters: string | undefined
  working: Working | null
}

/**
 * Work on models, one piece at a time for each model. Equal requests that wait at the same time share one piece, and it
 * is cancelled when the last of those who asked has left.
 */
export interface ModelTasks {
  run<T>(target: Target, work: Work, signal: AbortSignal, run: (task: TaskContext) => Promise<T>): Promise<T>
  /** Ends work of these kinds that is under way or waits for a model; those who asked for it get this error. */
  supersede(target: Target, kinds: readonly TaskKind[], reason: Error): void
  /**
   * Says of a model that something happens to it which is no work of ours, such as a load that a chat waits for; the
   * returned function ends that.
   */
  mark(target: Target, state: TaskState, actor: Actor): () => void
  /** Whether work on that model is under way, or waits. */
  isBusy(target: Target): boolean
  /** Models on their way in or out, by what is done here or on another replica. */
  working(instance: Instance): readonly Working[]
  /** Grows with every change of `working`. */
  readonly revision: number
}

interface InstanceTasks {
  /** By name without regard to case, as Ollama matches names; the first of a queue is under way. */
  readonly queues: Map<string, Task[]>
  readonly marks: Set<Working>
}

/** A piece of work that has ended, by its result or by what it threw. */
export interface EndedTask {
  readonly target: Target
  readonly kind: TaskKind
  readonly seconds: number
  /** Attempts after the first one. */
  readonly retries: number
  readonly signal: AbortSignal
  readonly end: { readonly result: unknown } | { readonly error: unknown }
}

/**
 * Tasks of an instance are forgotten with it. A task has no timeout of its own; its work has. `onEnd` is told of each that
 * was begun, and must not throw.
 */
export function createModelTasks(
  clock: Clock,
  onEnd: (ended: EndedTask) => void = () => {},
  elsewhere?: TasksElsewhere,
): ModelTasks {
  const tasksOf = perInstance((): InstanceTasks => ({ queues: new Map(), marks: new Set() }))
  let revision = 0

  function workingHere(instance: Instance): readonly Working[] {
    const { queues, marks } = tasksOf(instance)
    return [...[...queues.values()].flatMap((queue) => queue.flatMap(({ working }) => working ?? [])), ...marks]
  }
  function changed(instance: Instance) {
    revision += 1
    elsewhere?.tell(instance, workingHere(instance))
  }

  const queueOf = ({ instance, model }: Target) => tasksOf(instance).queues.get(model.toLowerCase()) ?? []

  function begin<T>({ instance, model }: Target, work: Work, run: (task: TaskContext) => Promise<T>): Task {
    const { queues } = tasksOf(instance)
    const key = model.toLowerCase()
    const queue = queues.get(key) ?? []
    queues.set(key, queue)
    const before = queue.at(-1)?.promise
    const controller = new AbortController()
    const { signal } = controller

    async function runInTurn(): Promise<T> {
      // How the work before it ended is told to those who asked for that.
      if (before) await Promise.allSettled([before])
      const startedAt = clock.elapsed()
      let retries = 0
      const retried = () => {
        retries += 1
      }
      const tell = (end: EndedTask['end']) =>
        onEnd({
          target: { instance, model },
          kind: work.kind,
          seconds: (clock.elapsed() - startedAt) / 1000,
          retries,
          signal,
          end,
        })
      try {
        signal.throwIfAborted()
        const result = await run({ signal, enter, retried })
        tell({ result })
        return result
      } catch (error) {
        tell({ error })
        // Aborted work fails in many ways; the reason is the one that explains it.
        throw signal.aborted ? signal.reason : error
      } finally {
        leave()
      }
    }
    function enter(state: TaskState, actor: Actor) {
      task.working = { model, state, actor, since: clock.now() }
      changed(instance)
    }
    function leave() {
      queue.splice(queue.indexOf(task), 1)
      if (queue.length === 0) queues.delete(key)
      if (task.working) changed(instance)
    }

    const { promise, resolve } = Promise.withResolvers<T>()
    const parameters = JSON.stringify(work.parameters)
    const task: Task = { kind: work.kind, parameters, controller, promise, waiters: 0, working: null }
    queue.push(task)
    resolve(runInTurn())
    return task
  }

  return {
    async run<T>(target: Target, work: Work, signal: AbortSignal, run: (task: TaskContext) => Promise<T>) {
      signal.throwIfAborted()
      const last = queueOf(target).at(-1)
      const isJoinable = last && isEqual(last, work) && !last.controller.signal.aborted
      const task = isJoinable ? last : begin(target, work, run)
      // Equal work has equal results, so the shared promise is of the type that this caller asked for.
      return (await waitFor(task, signal)) as T
    },
    supersede(target, kinds, reason) {
      for (const { kind, controller } of queueOf(target)) if (kinds.includes(kind)) controller.abort(reason)
    },
    mark({ instance, model }, state, actor) {
      const { marks } = tasksOf(instance)
      const marked = { model, state, actor, since: clock.now() }
      marks.add(marked)
      changed(instance)
      return () => {
        if (marks.delete(marked)) changed(instance)
      }
    },
    isBusy: (target) => queueOf(target).length > 0,
    working: (instance) => [...workingHere(instance), ...(elsewhere?.of(instance) ?? [])],
    get revision() {
      return revision + (elsewhere?.revision ?? 0)
    },
  }
}

const isEqual = (task: Task, { kind, parameters }: Work): boolean =>
  task.kind === kind && task.parameters === JSON.stringify(parameters)
