import type { SimulatedModel } from '../scenarios/simulated-model.ts'
import type { RunnerOptions } from './runner-options.ts'
import { createSlots, type Slots } from './slots.ts'

// A longer delay overflows the timer, which then fires at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1

export interface RunnerStart {
  readonly model: SimulatedModel
  readonly options: RunnerOptions
  readonly size: number
  readonly sizeVram: number
  readonly numParallel: number
  readonly keepAliveMs: number
}

/**
 * A model in memory. Its keep_alive runs while nobody uses it; `onIdleEnd` is called when it has run out.
 * `expiresAt` does not move during a request, so it may lie in the past for a busy model.
 */
export class Runner {
  readonly model: SimulatedModel
  readonly options: RunnerOptions
  readonly size: number
  readonly sizeVram: number
  readonly slots: Slots
  keepAliveMs: number
  expiresAt: number
  users = 0
  /** Somebody wants it gone: no new request gets it, and it goes with its last user. */
  leaving = false
  #timer: NodeJS.Timeout | undefined
  readonly #onIdleEnd: (runner: Runner) => void
  readonly #gone = Promise.withResolvers<void>()

  constructor(start: RunnerStart, onIdleEnd: (runner: Runner) => void) {
    this.model = start.model
    this.options = start.options
    this.size = start.size
    this.sizeVram = start.sizeVram
    this.slots = createSlots(start.numParallel)
    this.keepAliveMs = start.keepAliveMs
    this.expiresAt = Date.now() + start.keepAliveMs
    this.#onIdleEnd = onIdleEnd
  }

  /** Resolves when the memory is free again. */
  get gone(): Promise<void> {
    return this.#gone.promise
  }

  /** Starts a use; dispose it to end it. A keep_alive given here holds from now on. */
  use(keepAliveMs: number | undefined): Disposable {
    clearTimeout(this.#timer)
    this.users += 1
    if (keepAliveMs !== undefined) this.keepAliveMs = keepAliveMs
    let using = true
    return {
      [Symbol.dispose]: () => {
        if (!using) return
        using = false
        this.users -= 1
        if (this.users === 0) this.#rest()
      },
    }
  }

  /** Goes now, or with its last user. */
  leave(): void {
    this.leaving = true
    this.keepAliveMs = 0
    this.expiresAt = Date.now()
    if (this.users === 0) this.#rest()
  }

  /** The memory is free: whoever waits for it may go on. */
  end(): void {
    clearTimeout(this.#timer)
    this.#gone.resolve()
  }

  #rest(): void {
    clearTimeout(this.#timer)
    if (!this.leaving) this.expiresAt = Date.now() + this.keepAliveMs
    this.#arm()
  }

  #arm(): void {
    const rest = this.expiresAt - Date.now()
    if (rest <= 0) {
      this.leaving = true
      this.#onIdleEnd(this)
      return
    }
    this.#timer = setTimeout(() => this.#arm(), Math.min(rest, LONGEST_TIMER_MS))
    this.#timer.unref()
  }
}
