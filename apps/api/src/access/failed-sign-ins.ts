import { hash } from 'node:crypto'
import { normalizeIP } from '@fastify/rate-limit'
import type { LuaScript, SharedLink } from '@ollama-dashboard/core'

const allowed = 10
const windowMs = 60_000
/** An attacker with many addresses must not fill the memory: beyond this, the oldest are forgotten. */
const remembered = 10_000

interface Window {
  readonly endsAt: number
  failures: number
}

export interface FailedSignIns {
  /** Counts one. Null where nobody has to wait; else resolves once those are known that other replicas counted. Never rejects. */
  note(address: string): Promise<void> | null
  /** How long wrong keys of this address are answered with 429; 0 when they are not. */
  waitMs(address: string): number
}

export interface FailedSignInsOptions {
  /** Milliseconds; never goes back. */
  readonly now: () => number
  /** Through which all replicas count together; null for a process that is alone. */
  readonly link?: Pick<SharedLink, 'isUp' | 'run'> | null
}

/** How many there are with this one at least, and for how long they count if it is the first. Returns both as they are. */
const countScript: LuaScript = {
  name: 'count-failed-sign-in',
  lua: `
local leftMs = redis.call('PTTL', KEYS[1])
if leftMs <= 0 then leftMs = tonumber(ARGV[2]) end
local before = tonumber(redis.call('GET', KEYS[1]) or '0')
local count = math.max(before + 1, tonumber(ARGV[1]))
redis.call('SET', KEYS[1], string.format('%.0f', count), 'PX', string.format('%.0f', leftMs))
return { count, leftMs }`,
}

/**
 * Counts wrong keys per address and minute, in fixed windows. An IPv6 caller is its /64 network. While Redis is away, each replica
 * goes on from what it knew last.
 */
export function createFailedSignIns({ now, link = null }: FailedSignInsOptions): FailedSignIns {
  const windows = new Map<string, Window>()

  function current(key: string): Window | undefined {
    const window = windows.get(key)
    if (!window || now() < window.endsAt) return window
    windows.delete(key)
    return undefined
  }

  function keep(key: string, window: Window): void {
    const [oldest] = windows.keys()
    if (windows.size >= remembered && oldest !== undefined) windows.delete(oldest)
    windows.set(key, window)
  }

  async function countWithOthers(key: string, { run }: Pick<SharedLink, 'run'>, window: Window): Promise<void> {
    const leftMs = Math.max(1, Math.ceil(window.endsAt - now()))
    try {
      // No address stands in Redis.
      const name = `failed-sign-ins:${hash('sha256', key, 'base64url')}`
      const [failures, forMs] = (await run(countScript, [name], [window.failures, leftMs])) as [number, number]
      keep(key, { failures: Math.max(failures, current(key)?.failures ?? 0), endsAt: now() + forMs })
    } catch {
      // It is counted here.
    }
  }

  return {
    note(address) {
      const key = normalizeIP(address)
      const window = current(key) ?? { endsAt: now() + windowMs, failures: 0 }
      window.failures += 1
      if (!windows.has(key)) keep(key, window)
      // What is refused anyway is no work for Redis.
      return link?.isUp() && window.failures <= allowed ? countWithOthers(key, link, window) : null
    },
    waitMs(address) {
      // Nearly always empty, and then this costs nothing.
      if (windows.size === 0) return 0
      const window = current(normalizeIP(address))
      return window && window.failures >= allowed ? window.endsAt - now() : 0
    },
  }
}
