import type { Job, RunningModel, StatsHistory, SystemStats } from '@ollama-dashboard/contracts'
import { isEnded } from '../../../lib/models/jobs.ts'
import { type Device, devicesOf } from './memory-blocks.ts'

/** What is known of the time before the page was opened. */
export interface Before {
  readonly jobs: readonly Job[]
  readonly history: StatsHistory
}

/** What other processes hold, by device, in bytes. */
export const othersOf = (devices: readonly Device[]): ReadonlyMap<string, number> =>
  new Map(devices.map(({ name, blocks }) => [name, blocks.find(({ kind }) => kind === 'other')?.bytes ?? 0] as const))

/**
 * What other processes held when the loads under way began, for a page that was opened after that: the least that was in
 * use since, which is after Ollama has unloaded what was in the way, less what the models hold that were there before.
 * Null where no job tells when that was.
 */
export function othersBefore(
  stats: SystemStats,
  models: readonly RunningModel[],
  { jobs, history }: Before,
): ReadonlyMap<string, number> | null {
  const loading = models.filter(({ state }) => state === 'loading')
  const loads = jobs.filter(
    (job) =>
      !isEnded(job) && loading.some(({ name, instance }) => instance === job.instance && modelsOf(job).includes(name)),
  )
  if (loads.length === 0) return null
  const begin = Math.min(...loads.map(({ started_at }) => Date.parse(started_at ?? stats.sampled_at)))
  const endOf = (t: string) => Date.parse(t) + history.step_seconds * 1000
  const from = history.points.findLastIndex(({ t }) => endOf(t) <= begin)
  const since = history.points.slice(Math.max(0, from))
  const withLeast = <M extends { readonly total: number; readonly used: number }>(
    memory: M,
    series: 'memory' | 'vram',
  ): M => {
    const measured = since.flatMap((point) => (point[series] ? [(point[series].min / 100) * memory.total] : []))
    return { ...memory, used: Math.min(memory.used, ...measured) }
  }
  const { vram, unified_memory: unified, memory } = stats
  const least: SystemStats = {
    ...stats,
    vram: vram && withLeast(vram, 'vram'),
    unified_memory: unified && withLeast(unified, 'memory'),
    memory: unified ? memory : withLeast(memory, 'memory'),
  }
  const came = new Set(loads.flatMap(modelsOf))
  return othersOf(
    devicesOf(
      least,
      models.filter(({ name }) => !came.has(name)),
    ),
  )
}

const modelsOf = (job: Job): readonly string[] =>
  job.kind === 'start' || job.kind === 'restart' ? [job.model] : job.kind === 'bulk' ? job.models : []
