import type { Clock } from '../src/kernel/clock.ts'

export interface FakeClock extends Clock {
  /** Moves time on and calls back what came due, in order, letting promises settle in between. */
  advance(ms: number): Promise<void>
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
    async advance(ms) {
      const until = time + ms
      await settle()
      for (let timer = due(until); timer; timer = due(until)) {
        timers.delete(timer)
        time = Math.max(time, timer.at)
        timer.callback()
        await settle()
      }
      time = until
    },
  }
}
