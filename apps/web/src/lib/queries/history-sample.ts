import type { GpuHistory, Spread, StatsHistory, StatsPoint, SystemStats } from '@ollama-dashboard/contracts'

type Gpu = SystemStats['gpus'][number]

/** What is kept of a GPU, from a sample of it. */
const gpuFigures = {
  memory_percent: ({ vram_used: used, vram_total: total }: Gpu) =>
    used === null || !total ? null : (used / total) * 100,
  utilization_percent: (gpu: Gpu) => gpu.utilization_percent,
  temperature_celsius: (gpu: Gpu) => gpu.temperature_celsius,
  power_watts: (gpu: Gpu) => gpu.power_watts,
} as const
const figureNames = Object.keys(gpuFigures) as (keyof typeof gpuFigures)[]

/** The history of a range that ends now, with one more sample of the host: what came before its begin is left out. */
export function withSample(history: StatsHistory, stats: SystemStats): StatsHistory {
  const { step_seconds, points, gpus } = history
  const at = Date.parse(stats.sampled_at)
  const last = points.at(-1)
  const t = Math.floor(at / 1000 / step_seconds) * step_seconds * 1000
  if (last && t < Date.parse(last.t)) return history
  const isSameStep = last !== undefined && t === Date.parse(last.t)
  const length = Date.parse(history.to) - Date.parse(history.from)
  const first = points.findIndex((point) => Date.parse(point.t) >= at - length)
  const kept = <T>(all: readonly T[]): T[] => (first < 0 ? [] : all.slice(first, isSameStep ? -1 : undefined))
  const before = isSameStep ? last : undefined
  return {
    ...history,
    from: new Date(at - length).toISOString(),
    to: stats.sampled_at,
    points: [...kept(points), pointOf(new Date(t).toISOString(), stats, before)],
    gpus: gpus.map((gpu): GpuHistory => {
      const sample = stats.gpus.find(({ index }) => index === gpu.index)
      const grown = figureNames.map((name) => {
        const all = gpu[name]
        const value = sample ? gpuFigures[name](sample) : null
        return [name, all && [...kept(all), joined(isSameStep ? all.at(-1) : null, value)]]
      })
      return { ...gpu, ...Object.fromEntries(grown) }
    }),
  }
}

function pointOf(
  t: string,
  { cpu, memory, unified_memory: unified, vram, disk }: SystemStats,
  before?: StatsPoint,
): StatsPoint {
  return {
    t,
    cpu: joined(before?.cpu, cpu.percent),
    memory: joined(before?.memory, (unified ?? memory).percent),
    vram: joined(before?.vram, vram?.percent),
    disk: joined(before?.disk, disk?.percent),
    // Samples do not tell of replies: the next answer does.
    requests: before?.requests ?? null,
    failed: before?.failed ?? null,
    tokens_per_second: before?.tokens_per_second ?? null,
    time_to_first_token_ms: before?.time_to_first_token_ms ?? null,
  }
}

/** A step of two seconds has two samples. */
function joined(before: Spread | null | undefined, value: number | null | undefined): Spread | null {
  if (value == null) return before ?? null
  if (!before) return { min: value, avg: value, max: value }
  return { min: Math.min(before.min, value), avg: (before.avg + value) / 2, max: Math.max(before.max, value) }
}
