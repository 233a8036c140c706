import type { Clock } from '../clock.ts'
import { ApiError } from '../http/api-error.ts'
import type { SimulatedModel } from '../scenarios/simulated-model.ts'
import { abortable } from './abortable.ts'
import { freeMemory, type MemorySizes } from './free-memory.ts'
import { DEFAULT_KEEP_ALIVE_MS } from './keep-alive.ts'
import { bytesOnGpu, memoryNeed } from './memory-need.ts'
import { loadMsOf } from './pace.ts'
import { createRequestQueue } from './request-queue.ts'
import { Runner } from './runner.ts'
import type { RunnerOptions } from './runner-options.ts'

export interface Load {
  readonly model: string
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly options: RunnerOptions
}

export interface RunnerRequest {
  readonly model: SimulatedModel
  readonly options: RunnerOptions
  readonly keepAliveMs: number | undefined
  readonly signal: AbortSignal
}

export interface Lease extends Disposable {
  readonly runner: Runner
  /** Simulated milliseconds from the request until the runner was there: queue and load. */
  readonly loadMs: number
}

export interface Scheduler {
  /** Loaded models, the one that stays longest first. */
  list(): readonly Runner[]
  readonly loads: readonly Load[]
  acquire(request: RunnerRequest): Promise<Lease>
  /** Answers at once; the model goes when its last request has ended. */
  unload(model: SimulatedModel): void
  /** Puts a model into memory without a wait: the state a simulation starts in. */
  preload(model: SimulatedModel, options: RunnerOptions, keepAliveMs: number): void
  close(): void
}

export interface SchedulerSettings {
  readonly clock: Clock
  readonly vramTotal: number
  readonly ramTotal: number
  readonly numParallel: number
  readonly maxQueue: number
  readonly maxLoadedModels: number
}

// How long a process takes to go, and how long `ps` still lists it with an expiry in the past.
const UNLOAD_MS = 120
const LOADS_REMEMBERED = 1000

/** A runner with a use of it that has begun, so that nobody next in line can evict it. */
interface Held {
  readonly runner: Runner
  readonly use: Disposable
}

/**
 * One queue, first come, first served: whoever needs a load or an eviction holds up everyone behind, even those whose model would
 * fit. A model that is loaded with the right options is had without queueing.
 */
export function createScheduler(settings: SchedulerSettings): Scheduler {
  const { clock, vramTotal } = settings
  const closing = new AbortController()
  const runners = new Map<string, Runner>()
  const loads: Load[] = []
  const queue = createRequestQueue<RunnerRequest, Held>({
    max: settings.maxQueue,
    async serve(request) {
      const runner = ready(request) ?? (await load(request))
      return { runner, use: runner.use(request.keepAliveMs) }
    },
    discard: ({ use }) => use[Symbol.dispose](),
  })
  let loading: MemorySizes = { size: 0, sizeVram: 0 }
  const free = freeMemory(settings, () => [...runners.values(), loading])

  const parallelOf = (model: SimulatedModel) => (model.capabilities.includes('embedding') ? 1 : settings.numParallel)

  function ready(request: RunnerRequest): Runner | undefined {
    const runner = runners.get(request.model.weights)
    return runner !== undefined && !runner.leaving && sameOptions(runner.options, request.options) ? runner : undefined
  }

  function start(model: SimulatedModel, options: RunnerOptions, keepAliveMs: number, sizes: MemorySizes): Runner {
    const state = { model, options, ...sizes, numParallel: parallelOf(model), keepAliveMs }
    const runner = new Runner(state, (idle) => void remove(idle))
    runners.set(model.weights, runner)
    return runner
  }

  async function remove(runner: Runner): Promise<void> {
    try {
      await clock.wait(UNLOAD_MS, closing.signal)
    } catch {
      // The simulator has ended, or ends now: the runner goes at once.
    }
    if (runners.get(runner.model.weights) === runner) runners.delete(runner.model.weights)
    runner.end()
  }

  async function makeRoom(request: RunnerRequest): Promise<void> {
    const { model, signal } = request
    const present = runners.get(model.weights)
    if (present) await evict(present, signal)
    const need = memoryNeed(model, request.options.num_ctx, parallelOf(model))
    const wantsGpu = vramTotal > 0 && request.options.num_gpu !== 0
    while (runners.size > 0) {
      const fits = wantsGpu ? free.vram() >= onGpu(request, need) : free.ram() >= need
      if (fits && runners.size < settings.maxLoadedModels) return
      const [first] = [...runners.values()].sort(
        (a, b) =>
          Number(a.users > 0) - Number(b.users > 0) ||
          a.keepAliveMs - b.keepAliveMs ||
          (a.model.weights < b.model.weights ? -1 : 1),
      )
      if (first) await evict(first, signal)
    }
  }

  function evict(runner: Runner, signal: AbortSignal): Promise<void> {
    if (!runner.leaving) runner.leave()
    return abortable(runner.gone, signal)
  }

  const onGpu = ({ model, options }: RunnerRequest, need: number) =>
    vramTotal === 0 ? 0 : bytesOnGpu(model, options.num_gpu, need)

  async function load(request: RunnerRequest): Promise<Runner> {
    const { model, options, keepAliveMs, signal } = request
    await makeRoom(request)
    const size = memoryNeed(model, options.num_ctx, parallelOf(model))
    const sizeVram = Math.min(onGpu(request, size), Math.max(0, free.vram()))
    if (size - sizeVram > free.ram()) {
      throw new ApiError(
        500,
        `model requires more system memory (${gib(size - sizeVram)}) than is available (${gib(free.ram())})`,
      )
    }
    loading = { size, sizeVram }
    try {
      await clock.wait(loadMsOf(model), AbortSignal.any([signal, closing.signal]))
    } finally {
      loading = { size: 0, sizeVram: 0 }
    }
    loads.push({ model: model.name, at: Date.now(), options })
    if (loads.length > LOADS_REMEMBERED) loads.shift()
    return start(model, options, keepAliveMs ?? DEFAULT_KEEP_ALIVE_MS, { size, sizeVram })
  }

  return {
    list: () => [...runners.values()].sort((a, b) => b.expiresAt - a.expiresAt),
    loads,
    async acquire(request) {
      const asked = clock.now()
      request.signal.throwIfAborted()
      const runner = ready(request)
      if (runner !== undefined) return lease({ runner, use: runner.use(request.keepAliveMs) }, 0)
      return lease(await queue.add(request), clock.now() - asked)
    },
    unload: (model) => runners.get(model.weights)?.leave(),
    preload(model, options, keepAliveMs) {
      const size = memoryNeed(model, options.num_ctx, parallelOf(model))
      const runner = start(model, options, keepAliveMs, { size, sizeVram: Math.min(size, Math.max(0, free.vram())) })
      runner.use(undefined)[Symbol.dispose]()
    },
    close() {
      closing.abort(new Error('the simulator is closed'))
      queue.close(closing.signal.reason)
      for (const runner of runners.values()) runner.end()
      runners.clear()
    },
  }
}

const lease = ({ runner, use }: Held, loadMs: number): Lease => ({
  runner,
  loadMs,
  [Symbol.dispose]: () => use[Symbol.dispose](),
})

const gib = (bytes: number) => `${(Math.max(0, bytes) / 2 ** 30).toFixed(1)} GiB`

const sameOptions = (a: RunnerOptions, b: RunnerOptions) => JSON.stringify(a) === JSON.stringify(b)
