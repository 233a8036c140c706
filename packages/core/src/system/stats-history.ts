import type { HistoryRange, StatsHistory, StatsPoint } from '@ollama-dashboard/contracts'
import { timestamp } from '../kernel/clock.ts'
import { countGpus, type GpuSample, type GpuStep, gpuHistory } from './gpu-history.ts'
import { countIn, spreadOf, type Tally } from './tally.ts'

const series = ['cpu', 'memory', 'vram', 'disk'] as const
type Series = (typeof series)[number]

export type Sample = Readonly<Record<Series, number | null>> & { readonly gpus: readonly GpuSample[] }

/** Each range is kept in steps of its own, so that a week costs no more to read than an hour. */
type KeptRange = Extract<HistoryRange, '15m' | '1h' | '24h' | '7d'>

const ranges: Readonly<Record<KeptRange, { readonly stepMs: number; readonly steps: number }>> = {
  '15m': { stepMs: 2000, steps: 450 },
  '1h': { stepMs: 60_000, steps: 60 },
  '24h': { stepMs: 600_000, steps: 144 },
  '7d': { stepMs: 3_600_000, steps: 168 },
}

interface Step {
  readonly start: number
  readonly tallies: Partial<Record<Series, Tally>>
  readonly gpus: GpuStep
}

export interface StatsRecorder {
  add(at: number, sample: Sample): void
  history(range: HistoryRange, now: number): StatsHistory
}

/** Keeps what was sampled as min, avg and max of each step; the oldest step makes room for the newest. */
export function createStatsHistory(): StatsRecorder {
  const rings = new Map(Object.keys(ranges).map((range): [KeptRange, Step[]] => [range as KeptRange, []]))

  return {
    add(at, sample) {
      for (const [range, ring] of rings) {
        const { stepMs, steps } = ranges[range]
        const start = at - (at % stepMs)
        // The clock was set back: what seemed to be later has not been yet, and a chart goes one way.
        while ((ring.at(-1)?.start ?? start) > start) ring.pop()
        if (ring.at(-1)?.start !== start) ring.push({ start, tallies: {}, gpus: new Map() })
        if (ring.length > steps) ring.shift()
        const step = ring.at(-1)
        if (!step) continue
        countIn(step.tallies, series, sample)
        countGpus(step.gpus, sample.gpus)
      }
    },
    history(asked, now) {
      const range = asked in ranges ? (asked as KeptRange) : '7d'
      const { stepMs, steps } = ranges[range]
      const from = now - stepMs * steps
      const kept = (rings.get(range) ?? []).filter(({ start }) => start >= from)
      return {
        range: asked,
        from: timestamp(from),
        to: timestamp(now),
        step_seconds: stepMs / 1000,
        points: kept.map(point),
        gpus: gpuHistory(kept.map(({ gpus }) => gpus)),
      }
    },
  }
}

const point = ({ start, tallies }: Step): StatsPoint => ({
  t: timestamp(start),
  cpu: spreadOf(tallies.cpu),
  memory: spreadOf(tallies.memory),
  vram: spreadOf(tallies.vram),
  disk: spreadOf(tallies.disk),
  requests: null,
  failed: null,
  tokens_per_second: null,
  time_to_first_token_ms: null,
})
