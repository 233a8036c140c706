import type { GpuHistory, Spread, StatsHistory, StatsPoint } from '@ollama-dashboard/contracts'
import { timestamp } from '../kernel/clock.ts'
import { type GpuFigure, gpuFigureName, gpuFigures, type Step, type Steps } from './step.ts'
import { spreadOf } from './tally.ts'

interface Measured {
  readonly host: Steps
  /** Null where the caller may not know. */
  readonly replies: Steps | null
}

/** The points of every step that something was measured in, oldest first, and each GPU over them. */
export function historyAnswer({ host, replies }: Measured): Pick<StatsHistory, 'points' | 'gpus'> {
  const starts = [...new Set([...host.keys(), ...(replies?.keys() ?? [])])].sort((a, b) => a - b)
  return {
    points: starts.map((start) => ({
      t: timestamp(start * 1000),
      ...hostPoint(host.get(start)),
      ...(replies ? replyPoint(replies.get(start)) : noReplies),
    })),
    gpus: gpuHistory(starts.map((start) => host.get(start))),
  }
}

function hostPoint(step: Step | undefined): Pick<StatsPoint, 'cpu' | 'memory' | 'vram' | 'disk'> {
  const figure = (name: string) => spreadOf(step?.tallies.get(name))
  return { cpu: figure('cpu'), memory: figure('memory'), vram: figure('vram'), disk: figure('disk') }
}

type ReplyFigures = Pick<StatsPoint, 'requests' | 'failed' | 'tokens_per_second' | 'time_to_first_token_ms'>

const noReplies: ReplyFigures = {
  requests: null,
  failed: null,
  tokens_per_second: null,
  time_to_first_token_ms: null,
}

const replyPoint = (step: Step | undefined): ReplyFigures => ({
  requests: step?.tallies.get('requests')?.count ?? 0,
  failed: step?.tallies.get('failed')?.count ?? 0,
  tokens_per_second: spreadOf(step?.tallies.get('tokens_per_second')),
  time_to_first_token_ms: spreadOf(step?.tallies.get('time_to_first_token_ms')),
})

/** Each GPU by what it was called last; those that never told a figure are left out. */
function gpuHistory(steps: readonly (Step | undefined)[]): GpuHistory[] {
  const names = new Map(steps.flatMap((step) => [...(step?.gpus ?? [])]))
  return [...names]
    .toSorted(([a], [b]) => a - b)
    .map(([index, name]) => {
      const figure = (of: GpuFigure): (Spread | null)[] | null => {
        const key = gpuFigureName(index, of)
        const spreads = steps.map((step) => spreadOf(step?.tallies.get(key)))
        return spreads.some((spread) => spread !== null) ? spreads : null
      }
      return {
        index,
        name,
        memory_percent: figure('memory_percent'),
        utilization_percent: figure('utilization_percent'),
        temperature_celsius: figure('temperature_celsius'),
        power_watts: figure('power_watts'),
      }
    })
    .filter((gpu) => gpuFigures.some((name) => gpu[name] !== null))
}
