import type { SystemStats } from '@ollama-dashboard/contracts'
import type { Clock } from '../clock.ts'
import { DashboardError } from '../errors.ts'
import type { Instance } from '../instances/instance.ts'
import type { HostMemory } from '../ollama/memory-estimate.ts'
import { maxOnGpus, totalVram, usableMemory } from './host-memory.ts'
import type { HostProbe } from './host-probe.ts'
import { createSystemMonitor, type SystemMonitor } from './system-monitor.ts'

/** The host that is watched: the simulated one of a demo, until a real one takes its place. */
export interface WatchedHost extends Disposable {
  monitor(): SystemMonitor
  watch(probe: HostProbe): void
  /** As last sampled: only the very first question waits for that. Null where it cannot be told. */
  latest(): Promise<SystemStats | null>
  /** How the reading of GPUs stands; null on a simulated host. */
  gpuState(): ReturnType<NonNullable<HostProbe['gpuState']>> | null
  /** Bytes of all GPUs as Ollama counts them: 0 without any, null where it is not known. */
  vramTotal(): Promise<number | null>
  /** The most that models can hold on the GPUs of this host; null where it is not known. */
  maxOnGpus(): number | null
  /** Null where the server is on another machine. */
  memoryFor(instance: Instance): Promise<HostMemory | null>
}

export function createWatchedHost(probe: HostProbe, clock: Clock): WatchedHost {
  let watched = probe
  let monitor = createSystemMonitor(probe, clock)
  const gpuState = () => watched.gpuState?.() ?? null
  const hasUnseenGpus = () => gpuState()?.isKnown === false
  const latest = () =>
    monitor.stats().catch((error: unknown) => {
      if (error instanceof DashboardError) return null
      throw error
    })
  return {
    monitor: () => monitor,
    watch(next) {
      monitor[Symbol.dispose]()
      watched = next
      monitor = createSystemMonitor(next, clock)
    },
    latest,
    gpuState,
    async vramTotal() {
      const stats = await latest()
      return stats && (hasUnseenGpus() ? null : totalVram(stats))
    },
    maxOnGpus() {
      const stats = monitor.collector.current().value
      return stats && (hasUnseenGpus() ? null : maxOnGpus(stats))
    },
    async memoryFor(instance) {
      const stats = await latest()
      return hasUnseenGpus() ? null : usableMemory(instance, stats)
    },
    [Symbol.dispose]: () => monitor[Symbol.dispose](),
  }
}
