import type { EventBus } from '../events/event-bus.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Reading } from '../kernel/collector/reading.ts'
import { DashboardError } from '../kernel/errors.ts'
import { isNotFound } from '../ollama/errors/ollama-errors.ts'

export interface ReachabilityOptions {
  readonly name: string
  readonly events: Pick<EventBus, 'announce'>
  readonly clock: Clock
  /** Whether changes are announced here, and not by another replica. */
  readonly isAnnounced: () => boolean
  readonly onBack: () => void
}

/** Whether a server answers, and since when; told to everybody when it changes. */
export function createReachability({ name, events, clock, isAnnounced, onBack }: ReachabilityOptions) {
  let isReachable: boolean | null = null
  let since = clock.now()

  return {
    /** Null until it was asked once. */
    current: () => isReachable,
    since: () => since,
    note(error: DashboardError | null) {
      const [before, now] = [isReachable, error === null]
      if (before === now) return
      // Reaching it for the first time is not news; finding it down is.
      if ((before !== null || !now) && isAnnounced()) {
        const detail = error ? { detail: error.message } : {}
        events.announce({ type: now ? 'ollama.up' : 'ollama.down', instance: name, ...detail })
      }
      isReachable = now
      since = clock.now()
      if (before === false) onBack()
    },
  }
}

/** Failures in a row that open the circuit breaker. The next successful poll closes it. */
const breakerThreshold = 5

/** Throws why a server cannot be read while that is known to last. */
export function expectReachable({ failures, error }: Reading<unknown>, installed: Reading<unknown>): void {
  // A fault of the dashboard's own, in one reading, need not be in the way of anything else.
  if (failures < breakerThreshold || !error || error.code === 'internal') return
  // Some servers with Ollama's API have no list of what is loaded, and chat all the same.
  if (isNotFound(error) && installed.value !== null && !installed.error) return
  const isDown = error.code === 'ollama_timeout'
  throw new DashboardError(isDown ? 'ollama_unreachable' : error.code, error.message, {
    hint: error.hint ?? 'Start Ollama, then try again.',
    cause: error,
  })
}
