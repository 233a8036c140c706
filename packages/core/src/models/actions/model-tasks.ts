import type { Clock } from '../../kernel/clock.ts'

export type TaskState = 'loading' | 'unloading'

/** What a piece of work may do while it runs. */
export interface TaskContext {
  /** Aborts when nobody waits for the work any more, or when another request took its place. */
  readonly signal: AbortSignal
  /** Says what happens to the model from now on, and who wants it (a key's id), for lists and events. */
  enter(state: TaskState, by: string | null): void
}

export interface Target {
  readonly instance: string
  readonly model: string
}

export interface Working {
  readonly model: string
  readonly state: TaskState
  readonly by: string | null
  /** Milliseconds since the epoch. */
  readonly since: number
}

interface Task {
  readonly fingerprint: string
  readonly controller: AbortController
  readonly promise: Promise<unknown>
  waiters: number
  working: Working | null
}

/**
 * Work on models, one piece at a time for each model. Equal requests that wait at the same time share one piece, and it
 * is cancelled when the last of those who asked has left.
 */
export interface ModelTasks {
  run<T>(target: Target, fingerprint: string, signal: AbortSignal, work: (task: TaskContext) => Promise<T>): Promise<T>
  /** Ends what is under way or waits for a model and has such a fingerprint; those who asked for it get this error. */
  supersede(target: Target, isReplaced: (fingerprint: string) => boolean, reason: Error): void
  /**
   * Says of a model that something happens to it which is no work of ours, such as a load that a chat waits for; the
   * returned function ends that.
   */
  mark(target: Target, state: TaskState, by: string | null): () => void
  /** Models on their way in or out. */
  working(instance: string): readonly Working[]
  /** Grows with every change of `working`. */
  readonly revision: number
}

export function createModelTasks(clock: Clock): ModelTasks {
  const queues = new Map<string, Task[]>()
  const marks = new Set<{ readonly instance: string; readonly working: Working }>()
  let revision = 0

  function begin<T>(target: Target, fingerprint: string, work: (task: TaskContext) => Promise<T>): Task {
    const key = keyOf(target)
    const queue = queues.get(key) ?? []
    queues.set(key, queue)
    const before = queue.at(-1)?.promise
    const controller = new AbortController()
    const { signal } = controller

    async function run(): Promise<T> {
      // How the work before it ended is for those who asked for that.
      await before?.catch(() => undefined)
      try {
        signal.throwIfAborted()
        return await work({ signal, enter })
      } catch (error) {
        // Aborted work fails in many ways; the reason is the one that explains it.
        throw signal.aborted ? signal.reason : error
      } finally {
        leave()
      }
    }
    function enter(state: TaskState, by: string | null) {
      task.working = { model: target.model, state, by, since: clock.now() }
      revision += 1
    }
    function leave() {
      queue.splice(queue.indexOf(task), 1)
      if (queue.length === 0) queues.delete(key)
      if (task.working) revision += 1
    }

    const { promise, resolve } = Promise.withResolvers<T>()
    const task: Task = { fingerprint, controller, promise, waiters: 0, working: null }
    queue.push(task)
    resolve(run())
    return task
  }

  return {
    async run<T>(target: Target, fingerprint: string, signal: AbortSignal, work: (task: TaskContext) => Promise<T>) {
      signal.throwIfAborted()
      const last = queues.get(keyOf(target))?.at(-1)
      const joinable = last?.fingerprint === fingerprint && !last.controller.signal.aborted
      const task = joinable ? last : begin(target, fingerprint, work)
      // Equal fingerprints are equal requests, so the shared promise is of the type that this one asked for.
      return (await waitFor(task, signal)) as T
    },
    supersede(target, isReplaced, reason) {
      const replaced = queues.get(keyOf(target))?.filter(({ fingerprint }) => isReplaced(fingerprint)) ?? []
      for (const { controller } of replaced) controller.abort(reason)
    },
    mark({ instance, model }, state, by) {
      const marked = { instance, working: { model, state, by, since: clock.now() } }
      marks.add(marked)
      revision += 1
      return () => {
        if (marks.delete(marked)) revision += 1
      }
    },
    working: (instance) => [
      ...[...queues]
        .filter(([key]) => key.startsWith(`${instance}\n`))
        .flatMap(([, queue]) => queue.flatMap(({ working }) => working ?? [])),
      ...[...marks].flatMap((mark) => (mark.instance === instance ? mark.working : [])),
    ],
    get revision() {
      return revision
    },
  }
}

/** Ends with the task, or as soon as this caller leaves; the last one to leave cancels it. */
async function waitFor(task: Task, signal: AbortSignal): Promise<unknown> {
  const left = Promise.withResolvers<never>()
  const leave = () => {
    task.waiters -= 1
    if (task.waiters === 0) task.controller.abort(signal.reason)
    left.reject(signal.reason)
  }
  task.waiters += 1
  signal.addEventListener('abort', leave, { once: true })
  try {
    return await Promise.race([task.promise, left.promise])
  } finally {
    signal.removeEventListener('abort', leave)
  }
}

/** Names are matched as Ollama does, without regard to case; a newline is in neither part. */
const keyOf = ({ instance, model }: Target): string => `${instance}\n${model.toLowerCase()}`
