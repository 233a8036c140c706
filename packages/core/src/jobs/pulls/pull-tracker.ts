import type { PullProgress } from '@ollama-dashboard/contracts'
import type { Clock } from '../../kernel/clock.ts'
import type { PullLine } from '../../ollama/ollama.ts'
import { createTransferRate } from './transfer-rate.ts'

interface Layer {
  total: number
  /** The highest so far: a broken chunk is fetched again, which the progress does not show as a step back (ollama#8484). */
  completed: number
  /** What Ollama told last; null before the first line of this connection, since what was there before did not just arrive. */
  told: number | null
}

/** How far a pull is, made of Ollama's lines. What it tells never runs backwards. */
export interface PullTracker {
  /** Takes the next line in and tells where the pull is now. */
  accept(line: PullLine): PullProgress
  /** The connection broke: what the next one begins with did not just arrive. */
  interrupted(): void
  /** Bytes that are known to be missing yet; null while no layer is known. */
  missing(): number | null
}

/** After these no layer is fetched any more: what was not told of them came between two lines. */
const afterLayers = /^(?:verifying|writing manifest|removing|success)/

/** A model of one file for each tensor has some thousands. */
const maxLayers = 20_000

/** `before` is how far the same pull was when the dashboard ended. */
export function createPullTracker(clock: Clock, before: PullProgress | null = null): PullTracker {
  const layers = new Map<string, Layer>()
  /** Kept up with each line: a pull has as many lines as Ollama likes, and as many layers. */
  const known = { total: 0, completed: 0 }
  const rate = createTransferRate(clock)
  let highest = before?.percent ?? null

  function note({ status, digest, total, completed }: PullLine): Layer | null {
    if (afterLayers.test(status) && known.completed < known.total) {
      for (const layer of layers.values()) layer.completed = layer.total
      known.completed = known.total
    }
    if (digest === null || total === null) return null
    // Ollama leaves `completed` out while it is 0.
    const now = Math.min(completed ?? 0, total)
    const layer = layers.get(digest) ?? { total: 0, completed: 0, told: null }
    if (!layers.has(digest) && layers.size === maxLayers) return null
    layers.set(digest, layer)
    rate.add(Math.max(0, now - (layer.told ?? now)))
    known.total += Math.max(0, total - layer.total)
    known.completed += Math.max(0, now - layer.completed)
    layer.total = Math.max(layer.total, total)
    layer.completed = Math.max(layer.completed, now)
    layer.told = now
    return layer
  }

  function sums() {
    if (layers.size === 0) return { total: before?.total ?? null, completed: before?.completed ?? null }
    return {
      total: Math.max(known.total, before?.total ?? 0),
      completed: Math.max(known.completed, before?.completed ?? 0),
    }
  }

  return {
    accept(line) {
      const layer = note(line)
      const { total, completed } = sums()
      const ended = line.status === 'success'
      const share = total === null || completed === null || total === 0 ? null : (completed / total) * 100
      const percent = ended ? 100 : share
      // A layer that becomes known later makes the whole larger; the bar then waits.
      if (percent !== null) highest = Math.max(highest ?? 0, Math.floor(percent * 10) / 10)
      const speed = afterLayers.test(line.status) ? null : rate.bytesPerSecond
      const left = total === null || completed === null ? null : total - completed
      return {
        status: line.status,
        digest: layer && line.digest,
        layer_total: layer?.total ?? null,
        layer_completed: layer?.completed ?? null,
        total,
        completed: ended ? total : completed,
        percent: highest,
        bytes_per_second: speed === null ? null : Math.round(speed),
        eta_seconds: speed === null || left === null || speed < 1 ? null : Math.ceil(left / speed),
      }
    },
    interrupted() {
      rate.pause()
      for (const layer of layers.values()) layer.told = null
    },
    missing() {
      const { total, completed } = sums()
      return total === null || completed === null ? null : total - completed
    },
  }
}
