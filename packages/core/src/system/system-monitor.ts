import type { StatsHistory, StatsRange, SystemStats } from '@ollama-dashboard/contracts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import { type Collector, createCollector } from '../kernel/collector.ts'
import { DashboardError } from '../kernel/errors.ts'
import type { HostProbe } from './host-probe.ts'
import { createStatsHistory } from './stats-history.ts'

export interface SystemMonitor extends Disposable {
  stats(): Promise<SystemStats>
  history(range: StatsRange): StatsHistory
  readonly collector: Collector<SystemStats>
}

const sampleMs = 2000

/** Samples a host every two seconds, whether anyone looks or not, and remembers a week of it. */
export function createSystemMonitor(probe: HostProbe, clock: Clock): SystemMonitor {
  const recorder = createStatsHistory()

  const collector = createCollector({
    name: 'stats',
    intervalMs: sampleMs,
    watchedIntervalMs: sampleMs,
    clock,
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
      const { cpu, memory, unified_memory: unified, vram, disk } = value
      recorder.add(clock.now(), {
        cpu: cpu.percent,
        memory: (unified ?? memory).percent,
        vram: vram?.percent ?? null,
        disk: disk?.percent ?? null,
      })
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
