import type { SystemStats } from '@ollama-dashboard/contracts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import { type Collector, createCollector } from '../kernel/collector/collector.ts'
import type { OnAttempt } from '../kernel/collector/collector-options.ts'
import { DashboardError } from '../kernel/errors.ts'
import type { HostFigures, HostProbe } from './host-probe.ts'

export interface SystemMonitor extends Disposable {
  stats(): Promise<SystemStats>
  /** Samples every second until the returned function is called. */
  watchClosely(): () => void
  readonly collector: Collector<SystemStats>
}

const sampleMs = 2000
const watchedSampleMs = 1000

/** A sample of an earlier time, milliseconds since the epoch. */
export interface PastSample {
  readonly at: number
  readonly figures: HostFigures
}

/** Told of each sample as it is taken, and of how each attempt to take one went. */
export interface SampleListeners {
  readonly onSample?: (stats: SystemStats) => void
  readonly onAttempt?: OnAttempt
}

/** Samples a host every two seconds, whether anyone looks or not, and every second while somebody watches closely. */
export function createSystemMonitor(
  probe: HostProbe,
  clock: Clock,
  { onSample, onAttempt }: SampleListeners = {},
): SystemMonitor {
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
    ...(onAttempt && { onAttempt }),
    onReading({ value, error }) {
      if (value && !error) onSample?.(value)
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
    watchClosely: () => collector.watch(watchedSampleMs),
    [Symbol.dispose]: () => collector[Symbol.dispose](),
  }
}
