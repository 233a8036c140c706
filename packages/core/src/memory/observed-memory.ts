/** What a model took in memory here at a context. */
export interface MemoryObservation {
  readonly context: number
  readonly bytes: number
}

interface Bounds {
  /** Bytes of the weights: no context takes less, unless one was seen that does. */
  readonly weights: number
  /** Bytes that one more token takes at any context. */
  readonly minGrowth: number
}

/** The least that can be true. */
interface Plausible {
  /** Bytes of the weights. */
  readonly weights: number
  /** Bytes that the cache takes at least at a context. */
  readonly minCacheAt: (context: number) => number
  /** A part of its weights stays on the disk. */
  readonly leavesWeights: boolean
}

/** By so much the size of a file may differ from that of the model, which has a template and a licence besides. */
const sameWithin = 0.01

/**
 * What of the observations can be true. Since 0.30 Ollama reads the memory of a model out of llama-server's log, and
 * gives the size of its file where it finds none (`MemorySize` in llm/llama_server.go): that says nothing of a context.
 * Without a projector that file is smaller than the model, but as large at every context. Where it finds only a part, it
 * tells less than the weights and the cache can take: https://github.com/ollama/ollama/issues/16763.
 */
export const credible = (
  observed: readonly MemoryObservation[],
  { weights, minCacheAt, leavesWeights }: Plausible,
): readonly MemoryObservation[] =>
  observed.filter(({ context, bytes }) => {
    if (Math.abs(bytes / weights - 1) <= sameWithin) return false
    if (leavesWeights && bytes < weights) {
      return !observed.some((other) => other.context !== context && other.bytes === bytes)
    }
    return bytes >= weights * (1 - sameWithin) + minCacheAt(context)
  })

/**
 * Corrects an estimate by what was seen: at an observed context it is what was seen, and elsewhere the difference is
 * carried over: as it is where there is one, on the line through the two nearest where there are more. What comes out
 * never falls below the weights or the least that was seen, nor shrinks with a longer context where what was seen does not.
 *
 * @param estimate Bytes at a context: growing, and ever more slowly, which is what keeps the corrected curve growing.
 */
export function correctByObserved(
  estimate: (context: number) => number,
  observed: readonly MemoryObservation[],
  { weights, minGrowth }: Bounds,
): (context: number) => number {
  // Of several at a context the last one holds.
  const seen = new Map(observed.map(({ context, bytes }) => [context, bytes]))
  const points = [...seen]
    .map(([context, bytes]) => ({ context, bytes, difference: bytes - estimate(context) }))
    .sort((a, b) => a.context - b.context)

  const least = Math.min(weights, ...points.map(({ bytes }) => bytes))

  function difference(context: number): number {
    const [first, last] = nearest(points, context)
    if (!first || !last) return 0
    if (first.context === last.context) return first.difference
    const slope = (last.difference - first.difference) / (last.context - first.context)
    // Beyond the last point a falling difference must not outrun what each token adds.
    return context > last.context
      ? last.difference + Math.max(slope, -minGrowth) * (context - last.context)
      : first.difference + slope * (context - first.context)
  }

  return (context) => {
    const exact = seen.get(context)
    if (exact !== undefined) return exact
    const below = Math.max(least, ...points.filter((point) => point.context < context).map(({ bytes }) => bytes))
    const above = Math.min(...points.filter((point) => point.context > context).map(({ bytes }) => bytes))
    return Math.min(above, Math.max(below, estimate(context) + difference(context)))
  }
}

/** The two points that the line goes through: around the context, else the outermost two; the same twice where there is one. */
function nearest<P extends { readonly context: number }>(points: readonly P[], context: number) {
  const after = points.findIndex((point) => point.context > context)
  const end = Math.max(1, after < 0 ? points.length - 1 : after)
  return [points[end - 1] ?? points[0], points[end] ?? points[0]] as const
}
