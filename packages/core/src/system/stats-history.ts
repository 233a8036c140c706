import type { Spread, StatsHistory, StatsPoint, StatsRange } from '@ollama-dashboard/contracts'
import { timestamp } from '../kernel/clock.ts'

export const series = ['cpu', 'memory', 'vram', 'disk'] as const
export type Sample = Readonly<Record<(typeof series)[number], number | null>>

/** Each range is kept in steps of its own, so that a week costs no more to read than an hour. */
const ranges: Readonly<Record<StatsRange, { readonly stepMs: number; readonly steps: number }>> = {
  '15m': { stepMs: 2000, steps: 450 },
  '1h': { stepMs: 60_000, steps: 60 },
  '24h': { stepMs: 600_000, steps: 144 },
  '7d': { stepMs: 3_600_000, steps: 168 },
}

interface Tally {
  min: number
  max: number
  sum: number
  count: number
}

interface Step {
  readonly start: number
  readonly tallies: Partial<Record<keyof Sample, Tally>>
}

export interface StatsRecorder {
  add(at: number, sample: Sample): void
  history(range: StatsRange, now: number): StatsHistory
}

/** Keeps what was sampled as min, avg and max of each step; the oldest step makes room for the newest. */
export function createStatsHistory(): StatsRecorder {
  const rings = new Map(Object.keys(ranges).map((range): [StatsRange, Step[]] => [range as StatsRange, []]))

  return {
    add(at, sample) {
      for (const [range, ring] of rings) {
        const { stepMs, steps } = ranges[range]
        const start = at - (at % stepMs)
        // The clock was set back: what seemed to be later has not been yet, and a chart goes one way.
        while ((ring.at(-1)?.start ?? start) > start) ring.pop()
        if (ring.at(-1)?.start !== start) ring.push({ start, tallies: {} })
        if (ring.length > steps) ring.shift()
        const step = ring.at(-1)
        if (step) count(step, sample)
      }
    },
    history(range, now) {
      const { stepMs, steps } = ranges[range]
      const from = now - stepMs * steps
      const kept = (rings.get(range) ?? []).filter(({ start }) => start >= from)
      return { range, step_seconds: stepMs / 1000, points: kept.map(point) }
    },
  }
}

function count({ tallies }: Step, sample: Sample) {
  for (const name of series) {
    const value = sample[name]
    if (value === null) continue
    const tally = tallies[name]
    if (!tally) {
      tallies[name] = { min: value, max: value, sum: value, count: 1 }
      continue
    }
    tally.min = Math.min(tally.min, value)
    tally.max = Math.max(tally.max, value)
    tally.sum += value
    tally.count += 1
  }
}

function point({ start, tallies }: Step): StatsPoint {
  const spread = (tally: Tally | undefined): Spread | null =>
    tally ? { min: tally.min, avg: Math.round((tally.sum / tally.count) * 10) / 10, max: tally.max } : null
  return {
    t: timestamp(start),
    cpu: spread(tallies.cpu),
    memory: spread(tallies.memory),
    vram: spread(tallies.vram),
    disk: spread(tallies.disk),
  }
}
