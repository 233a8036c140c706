import type { Clock } from '../../kernel/clock.ts'
import type { DetectedGpu, GpuReading, GpuSource } from './detected-gpu.ts'

/** Reading may start a program, so it is not done at each sample of the processor. */
const rereadMs = 4000
/** A program that takes long costs the machine much: it has at most this share of the time. */
const busyShare = 0.25
/** No program is given that long: the machine was asleep meanwhile, or all of it stood still. */
const maxWaitMs = 120_000
/** Where there was no GPU it is worth a look only now and then: one may be plugged in, or its driver loaded. */
const searchAgainMs = 300_000

export interface GpuPoller {
  /** Reads again if it is time to, without waiting for it. */
  poke(signal: AbortSignal): void
  /** What is known now; null before the first reading has ended. */
  current(): { readonly reading: GpuReading | null; readonly readAt: number } | null
  /** Resolves when the reading under way, if any, has ended. */
  settled(): Promise<void>
}

/** Reads one source again and again, one reading at a time, and keeps a GPU that a failed reading has lost. */
export function createGpuPoller(source: GpuSource, clock: Clock, onUnexpected?: (error: unknown) => void): GpuPoller {
  let known: { reading: GpuReading | null; readAt: number } | null = null
  let dueAt = Number.NEGATIVE_INFINITY
  let running: Promise<void> | null = null

  async function read(signal: AbortSignal) {
    const startedAt = clock.elapsed()
    try {
      const reading = await source.read(signal)
      if (signal.aborted) return
      known = { reading: reading && keepLost(reading, known?.reading ?? null), readAt: clock.now() }
    } catch (error) {
      // A source tells what it knows to go wrong; anything else is a fault of ours.
      if (!signal.aborted) onUnexpected?.(error)
      known ??= { reading: null, readAt: clock.now() }
    }
    const tookMs = clock.elapsed() - startedAt
    const pauseMs = Math.min(maxWaitMs, tookMs / busyShare - tookMs)
    const waitMs = known?.reading ? Math.max(rereadMs, pauseMs) : searchAgainMs
    dueAt = clock.elapsed() + waitMs
  }

  return {
    poke(signal) {
      if (running || clock.elapsed() < dueAt) return
      running = read(signal).finally(() => {
        running = null
      })
    },
    current: () => known,
    settled: () => running ?? Promise.resolve(),
  }
}

/** A GPU does not go away because one reading failed: its memory stays as it was, and what changes fast is unknown. */
function keepLost(now: GpuReading, before: GpuReading | null): GpuReading {
  if (now.problem === null || before === null) return now
  const tells = (gpu: DetectedGpu) => gpu.vram_total !== null || gpu.memory === 'unified'
  const told = now.gpus.filter((gpu) => tells(gpu) || !before.gpus.some(({ id }) => id === gpu.id))
  const lost = before.gpus.filter(({ id }) => !told.some((gpu) => gpu.id === id))
  const stale = lost.map((gpu) => ({ ...gpu, utilization_percent: null, temperature_celsius: null, power_watts: null }))
  const driver = now.driver ?? before.driver
  return { ...now, gpus: [...told, ...stale], ...(driver !== undefined && { driver }) }
}
