import type { SystemStats } from '@ollama-dashboard/contracts'
import type { Instance } from '../instances/instance.ts'
import { isLocal } from '../instances/location.ts'
import { type Clock, withinMs } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import type { Finding } from '../kernel/finding.ts'
import type { HostMemory } from '../memory/memory-estimate.ts'
import { hostHealth } from './host-health.ts'
import { maxOnGpus, totalVram, usableMemory } from './host-memory.ts'
import type { HostProbe } from './host-probe.ts'
import { createSystemMonitor, type SystemMonitor } from './system-monitor.ts'

/** The host that is watched: the simulated one of a demo, until a real one takes its place. */
export interface WatchedHost extends Disposable {
  monitor(): SystemMonitor
  watch(probe: HostProbe): void
  /** As last sampled: only the very first question waits for that. Null where it cannot be told. */
  latest(): Promise<SystemStats | null>
  health(): readonly Finding[]
  /** Bytes of all GPUs as Ollama counts them: 0 without any, null where it is not known. */
  vramTotal(): Promise<number | null>
  /** The most that models can hold on the GPUs of this host; null where it is not known. */
  maxOnGpus(): number | null
  /** Null where the server is on another machine. */
  memoryFor(instance: Instance): Promise<HostMemory | null>
}

/** What needs to know the GPUs waits so long for a driver that is slow to answer the first time. */
const gpusWaitMs = 5000

export function createWatchedHost(probe: HostProbe, clock: Clock): WatchedHost {
  let watched = probe
  let monitor = createSystemMonitor(probe, clock)
  const latest = () =>
    monitor.stats().catch((error: unknown) => {
      if (error instanceof DashboardError) return null
      throw error
    })
  /** With all GPUs, as soon as they are known. */
  async function withGpus(): Promise<SystemStats | null> {
    const { gpus } = watched
    const stats = await latest()
    if (stats === null || stats.gpus_known || !gpus) return stats
    await withinMs(clock, gpusWaitMs, gpus.firstReading())
    // Known now, but not yet when the sample was taken.
    return gpus.current().isKnown ? (await monitor.collector.refresh()).value : stats
  }
  return {
    monitor: () => monitor,
    watch(next) {
      monitor[Symbol.dispose]()
      watched = next
      monitor = createSystemMonitor(next, clock)
    },
    latest,
    health: () => hostHealth(monitor, watched.gpus?.current()),
    async vramTotal() {
      const stats = await withGpus()
      return stats?.gpus_known ? totalVram(stats) : null
    },
    maxOnGpus() {
      const stats = monitor.collector.current().value
      return stats?.gpus_known ? maxOnGpus(stats) : null
    },
    async memoryFor(instance) {
      const stats = isLocal(instance) ? await withGpus() : null
      return stats?.gpus_known ? usableMemory(instance, stats) : null
    },
    [Symbol.dispose]: () => monitor[Symbol.dispose](),
  }
}
