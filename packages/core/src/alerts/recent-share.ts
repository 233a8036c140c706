import type { Clock } from '../kernel/clock.ts'

export interface Reads {
  readonly hits: number
  readonly misses: number
}

const windowMs = 600_000
/** Of fewer reads, a share says nothing. */
const least = 50

/** The share of hits within the last 10 min, in percent, from sums that only grow; null while there were few reads. */
export function createRecentShare(clock: Clock): (sums: Reads) => number | null {
  const samples: (Reads & { readonly at: number })[] = []
  return ({ hits, misses }) => {
    const at = clock.elapsed()
    samples.push({ hits, misses, at })
    while ((samples[1]?.at ?? at) < at - windowMs) samples.shift()
    const first = samples[0] ?? { hits, misses }
    const reads = hits + misses - first.hits - first.misses
    return reads < least ? null : (100 * (hits - first.hits)) / reads
  }
}
