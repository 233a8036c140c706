import type { Clock } from '../src/clock.ts'

interface Due {
  readonly at: number
  readonly fire: () => void
}

const QUIET_TURNS = 10
const QUIET_MS = 1

/** Until what was begun has had its consequences, in this process and on its sockets: none of them takes longer. */
async function quiet(): Promise<void> {
  const from = performance.now()
  for (let turn = 0; turn < QUIET_TURNS || performance.now() - from < QUIET_MS; turn += 1)
    await new Promise((resolve) => setImmediate(resolve))
}

/**
 * Time that stands still while anything happens, and then is at once the next moment at which something is due. What
 * is due at different moments never happens at one, however busy this computer is.
 */
export function virtualClock(): Clock {
  let time = 0
  let isRunning = false
  const dues = new Set<Due>()

  const next = () =>
    [...dues].reduce<Due | undefined>((first, due) => (first && first.at <= due.at ? first : due), undefined)

  async function run(): Promise<void> {
    isRunning = true
    await quiet()
    for (let due = next(); due; due = next()) {
      dues.delete(due)
      time = due.at
      due.fire()
      await quiet()
    }
    isRunning = false
  }

  async function until(at: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const due = { at: Math.max(at, time), fire: resolve }
    const stop = () => {
      dues.delete(due)
      reject(signal.reason)
    }
    dues.add(due)
    signal.addEventListener('abort', stop, { once: true })
    if (!isRunning) void run()
    await promise.finally(() => signal.removeEventListener('abort', stop))
  }

  return {
    now: () => time,
    setSpeed: () => {},
    wait: (ms, signal) => until(time + ms, signal),
    pace() {
      let at = time
      return (ms, signal) => {
        at += ms
        return until(at, signal)
      }
    },
  }
}
