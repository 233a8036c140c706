import type { SystemStats } from '@ollama-dashboard/contracts'
import type { Clock } from '../clock.ts'
import { DashboardError } from '../errors.ts'
import type { Instance } from '../instances/instance.ts'
import type { HostMemory } from '../ollama/memory-estimate.ts'
import { usableMemory } from './host-memory.ts'
import type { HostProbe } from './host-probe.ts'
import { createSystemMonitor, type SystemMonitor } from './system-monitor.ts'

/** The host that is watched: the simulated one of a demo, until a real one takes its place. */
export interface WatchedHost extends Disposable {
  monitor(): SystemMonitor
  watch(probe: HostProbe): void
  /** As last sampled: only the very first question waits for that. Null where it cannot be told. */
  latest(): Promise<SystemStats | null>
  /** Null where the server is on another machine. */
  memoryFor(instance: Instance): Promise<HostMemory | null>
}

export function createWatchedHost(probe: HostProbe, clock: Clock): WatchedHost {
  let monitor = createSystemMonitor(probe, clock)
  const latest = () =>
    monitor.stats().catch((error: unknown) => {
      if (error instanceof DashboardError) return null
      throw error
    })
  return {
    monitor: () => monitor,
    watch(next) {
      monitor[Symbol.dispose]()
      monitor = createSystemMonitor(next, clock)
    },
    latest,
    memoryFor: async (instance) => usableMemory(instance, await latest()),
    [Symbol.dispose]: () => monitor[Symbol.dispose](),
  }
}
