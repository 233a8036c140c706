import { normalizeIP } from '@fastify/rate-limit'

const allowed = 10
const windowMs = 60_000
/** An attacker with many addresses must not fill the memory: beyond this, the oldest are forgotten. */
const remembered = 10_000

interface Window {
  readonly startedAt: number
  failures: number
}

export interface FailedSignIns {
  note(address: string): void
  /** How long wrong keys of this address are answered with 429; 0 when they are not. */
  waitMs(address: string): number
}

/**
 * Counts wrong keys per address and minute, in fixed windows. An IPv6 caller is its /64 network. `now` is in milliseconds
 * and never goes back.
 */
export function createFailedSignIns(now: () => number): FailedSignIns {
  const windows = new Map<string, Window>()

  function current(key: string): Window | undefined {
    const window = windows.get(key)
    if (!window || now() < window.startedAt + windowMs) return window
    windows.delete(key)
    return undefined
  }

  return {
    note(address) {
      const key = normalizeIP(address)
      const window = current(key)
      if (window) {
        window.failures += 1
        return
      }
      const [oldest] = windows.keys()
      if (windows.size >= remembered && oldest !== undefined) windows.delete(oldest)
      windows.set(key, { startedAt: now(), failures: 1 })
    },
    waitMs(address) {
      // Nearly always empty, and then this costs nothing.
      if (windows.size === 0) return 0
      const window = current(normalizeIP(address))
      return window && window.failures >= allowed ? window.startedAt + windowMs - now() : 0
    },
  }
}
