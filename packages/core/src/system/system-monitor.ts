import type { HistoryRange, StatsHistory, SystemStats } from '@ollama-dashboard/contracts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import { type Collector, type CollectorOptions, createCollector } from '../kernel/collector.ts'
import { DashboardError } from '../kernel/errors.ts'
import type { HostFigures, HostProbe } from './host-probe.ts'
import { createStatsHistory, type Sample } from './stats-history.ts'

export interface SystemMonitor extends Disposable {
  stats(): Promise<SystemStats>
  history(range: HistoryRange): StatsHistory
  readonly collector: Collector<SystemStats>
}

const sampleMs = 2000

/** A sample of an earlier time, milliseconds since the epoch. */
export interface PastSample {
  readonly at: number
  readonly figures: HostFigures
}

/**
 * Samples a host every two seconds, whether anyone looks or not, and remembers a week of it: at first `past`, which is
 * sorted by time.
 */
export function createSystemMonitor(
  probe: HostProbe,
  clock: Clock,
  past: Iterable<PastSample> = [],
  onAttempt: NonNullable<CollectorOptions<unknown>['onAttempt']> = () => {},
): SystemMonitor {
  const recorder = createStatsHistory()
  for (const { at, figures } of past) recorder.add(at, sampleOf(figures))

  const collector = createCollector({
    name: 'stats',
    intervalMs: sampleMs,
    watchedIntervalMs: sampleMs,
    clock,
    onAttempt,
    async fetch(signal): Promise<SystemStats> {
      const figures = await probe.sample(signal)
      return {
        ...figures,
        gpus: [...figures.gpus],
        cpu_percent: figures.cpu.percent,
        sampled_at: timestamp(clock.now()),
      }
    },
    onReading({ value, error }) {
      if (!value || error) return
      recorder.add(clock.now(), sampleOf(value))
    },
  })
  collector.start()

  return {
    collector,
    async stats() {
      const { value, error } = await collector.read()
      if (value) return value
      throw error ?? new DashboardError('internal', 'The metrics of this host cannot be read.')
    },
    history: (range) => recorder.history(range, clock.now()),
    [Symbol.dispose]: () => collector[Symbol.dispose](),
  }
}

type Measured = Pick<HostFigures, 'cpu' | 'memory' | 'unified_memory' | 'vram' | 'disk' | 'gpus'>

const sampleOf = ({ cpu, memory, unified_memory: unified, vram, disk, gpus }: Measured): Sample => ({
  cpu: cpu.percent,
  memory: (unified ?? memory).percent,
  vram: vram?.percent ?? null,
  disk: disk?.percent ?? null,
  gpus,
})
