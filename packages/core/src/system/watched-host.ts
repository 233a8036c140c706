import type { SystemStats } from '@ollama-dashboard/contracts'
import type { Instance } from '../instances/instance.ts'
import { isLocal } from '../instances/location.ts'
import { type Clock, withinMs } from '../kernel/clock.ts'
import type { Finding } from '../kernel/contributions.ts'
import { DashboardError } from '../kernel/errors.ts'
import type { HostMemory } from '../memory/host-memory.ts'
import { freeIn } from './disk.ts'
import { driverVersion } from './driver-version.ts'
import { hostHealth } from './host-health.ts'
import type { HostProbe } from './host-probe.ts'
import { maxOnGpus, totalVram, usableMemory } from './memory/host-memory.ts'
import { createSystemMonitor, type SampleListeners, type SystemMonitor } from './system-monitor.ts'

/** A host, real or simulated. */
export interface Machine {
  readonly probe: HostProbe
  /** Where an Ollama on it keeps its models; null where they are no files, and its whole disk is there for them. */
  readonly modelsFolder: string | null
}

/** The host that is watched: the simulated one of a demo, until a real one takes its place. */
export interface WatchedHost extends Disposable {
  monitor(): SystemMonitor
  watch(machine: Machine): void
  /** Calls back with each sample, and takes one every second, until the returned function is called. */
  onStats(listener: (stats: SystemStats) => void): () => void
  /** The last sample. Only the first call waits for one. Null if sampling fails. */
  latest(): Promise<SystemStats | null>
  health(): readonly Finding[]
  /** Bytes of all GPUs as Ollama counts them: 0 without any, null where it is not known. */
  vramTotal(): Promise<number | null>
  /** The most that models can hold on the GPUs of this host; null where it is not known. */
  maxOnGpus(): number | null
  /** What drives the GPUs; null where it is not known. */
  driver(): string | null
  /** What its operating system is called; null for a simulated host. */
  operatingSystem(): string | null
  /** Null where the server is on another machine. */
  memoryFor(instance: Instance): Promise<HostMemory | null>
  /** Null where a server's models are not files of this host. */
  modelsFolder(instance: Instance): string | null
  /** Bytes free for the models of a server; null where their disk is not known. */
  freeForModels(instance: Instance): number | null
}

/** What needs to know the GPUs waits so long for a driver that is slow to answer the first time. */
const gpusWaitMs = 5000

export function createWatchedHost(machine: Machine, clock: Clock, listeners: SampleListeners = {}): WatchedHost {
  let { probe, modelsFolder } = machine
  const watchers = new Set<(stats: SystemStats) => void>()
  const told: SampleListeners = {
    ...listeners,
    onSample(stats) {
      listeners.onSample?.(stats)
      for (const watcher of watchers) watcher(stats)
    },
  }
  let monitor = createSystemMonitor(probe, clock, told)
  let endClosely = () => {}
  const latest = () =>
    monitor.stats().catch((error: unknown) => {
      if (error instanceof DashboardError) return null
      throw error
    })
  /** With all GPUs, as soon as they are known. */
  async function withGpus(): Promise<SystemStats | null> {
    const { gpus } = probe
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
      ;({ probe, modelsFolder } = next)
      monitor = createSystemMonitor(probe, clock, told)
      if (watchers.size > 0) endClosely = monitor.watchClosely()
    },
    onStats(listener) {
      watchers.add(listener)
      if (watchers.size === 1) endClosely = monitor.watchClosely()
      return () => {
        if (watchers.delete(listener) && watchers.size === 0) endClosely()
      }
    },
    latest,
    health: () => hostHealth(monitor, probe.gpus?.current()),
    async vramTotal() {
      const stats = await withGpus()
      return stats?.gpus_known ? totalVram(stats) : null
    },
    maxOnGpus() {
      const stats = monitor.collector.current().value
      return stats?.gpus_known ? maxOnGpus(stats) : null
    },
    driver() {
      const state = probe.gpus?.current()
      return state ? driverVersion(state) : null
    },
    operatingSystem: () => probe.operatingSystem ?? null,
    async memoryFor(instance) {
      const stats = isLocal(instance) ? await withGpus() : null
      return stats?.gpus_known ? usableMemory(instance, stats) : null
    },
    modelsFolder: (instance) => (isLocal(instance) ? modelsFolder : null),
    freeForModels(instance) {
      const { value } = monitor.collector.current()
      return isLocal(instance) && value ? freeIn(modelsFolder, value.disk) : null
    },
    [Symbol.dispose]: () => monitor[Symbol.dispose](),
  }
}
