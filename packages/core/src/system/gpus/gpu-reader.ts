import { type Clock, systemClock, withinMs } from '../../kernel/clock.ts'
import { createHostAccess, type HostAccess } from '../host-access.ts'
import { createAmdSource } from './amd.ts'
import { createAppleSource } from './apple.ts'
import type { DetectedGpu, GpuProblem, GpuSource } from './detected-gpu.ts'
import { createGpuPoller } from './gpu-poller.ts'
import { createIntelSource } from './intel.ts'
import { createNvidiaSource } from './nvidia/nvidia.ts'
import { createWindowsSource } from './windows.ts'

/** The very first sample waits so long, so that a page that is opened at once shows what most machines tell quickly. */
const firstWaitMs = 500

export interface GpuState {
  readonly gpus: readonly DetectedGpu[]
  /** False where there may be more: a source has not answered yet, or cannot see a GPU that it knows of. */
  readonly isKnown: boolean
  readonly problem: GpuProblem | null
  /** Version of the driver of the first vendor that tells one; null where none does. */
  readonly driver: string | null
  /** Time of the oldest reading; null before the first one. */
  readonly readAt: number | null
}

export interface GpuReader {
  /** What is known, at once but for the very first call; begins to read again what is due. */
  read(signal: AbortSignal): Promise<GpuState>
  current(): GpuState
  /** Resolves when every source has answered the first question, or failed to. */
  firstReading(): Promise<unknown>
}

const sourcesOf = (host: HostAccess): readonly GpuSource[] => [
  createNvidiaSource(host),
  createAmdSource(host),
  createIntelSource(host),
  createAppleSource(host),
  createWindowsSource(host),
]

/**
 * All GPUs of a host, of every vendor; none is normal. Nothing waits for a slow driver. `onUnexpected` is told of failures
 * that no source foresaw.
 */
export function createGpuReader(
  host: HostAccess = createHostAccess(),
  clock: Clock = systemClock,
  onUnexpected?: (error: unknown) => void,
): GpuReader {
  const pollers = sourcesOf(host).map((source) => createGpuPoller(source, clock, onUnexpected))
  let first: Promise<unknown> | null = null

  function current(): GpuState {
    const known = pollers.flatMap((poller) => poller.current() ?? [])
    const telling = known.filter(({ reading }) => reading !== null)
    const readings = telling.flatMap(({ reading }) => reading ?? [])
    const gpus: DetectedGpu[] = []
    // What the driver of a vendor tells counts before what Windows knows of the same card.
    for (const reading of readings) {
      const told = new Set(gpus.map(({ vendor }) => vendor))
      gpus.push(...reading.gpus.filter(({ vendor }) => !told.has(vendor)))
    }
    return {
      gpus,
      isKnown: known.length === pollers.length && !readings.some(({ gpus, problem }) => problem && gpus.length === 0),
      problem: readings.find(({ problem }) => problem !== null)?.problem ?? null,
      driver: readings.find(({ driver }) => driver !== undefined)?.driver ?? null,
      readAt:
        known.length === 0 ? null : Math.min(...(telling.length > 0 ? telling : known).map(({ readAt }) => readAt)),
    }
  }

  return {
    async read(signal) {
      for (const poller of pollers) poller.poke(signal)
      if (!first) {
        first = Promise.all(pollers.map((poller) => poller.settled()))
        await withinMs(clock, firstWaitMs, first)
        signal.throwIfAborted()
      }
      return current()
    },
    current,
    firstReading: async () => first,
  }
}
