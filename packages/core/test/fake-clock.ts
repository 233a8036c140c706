import type { Clock } from '../src/kernel/clock.ts'

export interface FakeClock extends Clock {
  /** Moves time on and calls back what came due, in order, letting promises settle in between. */
  advance(ms: number): Promise<void>
  /** Moves time on until the promise settles: for what also waits for real files and programs, however long they take. */
  until<T>(promise: Promise<T>): Promise<T>
  /** Sets the clock on the wall, as a person or NTP does: timers and `elapsed` do not notice. */
  set(now: number): void
}

interface Timer {
  readonly at: number
  readonly callback: () => void
}

export function fakeClock(start = Date.parse('2026-01-01T00:00:00Z')): FakeClock {
  let time = start
  let shift = 0
  const timers = new Set<Timer>()

  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
  const due = (until: number) => [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]

  async function advance(ms: number): Promise<void> {
    const until = time + ms
    await settle()
    for (let timer = due(until); timer; timer = due(until)) {
      timers.delete(timer)
      time = Math.max(time, timer.at)
      timer.callback()
      await settle()
    }
    time = until
  }

  return {
    now: () => time + shift,
    elapsed: () => time - start,
    after(ms, callback) {
      const timer = { at: time + ms, callback }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    set(now) {
      shift = now - time
    },
    advance,
    async until(promise) {
      let isSettled = false
      const settled = () => {
        isSettled = true
      }
      promise.then(settled, settled)
      while (!isSettled) await advance(100)
      return promise
    },
  }
}
