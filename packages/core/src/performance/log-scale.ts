/** Values in buckets that each are wider than the one before by the same share. Adding one up is all that a new value costs. */
export interface LogScale {
  bucketOf(value: number): number
  /** The value that so great a share (0 to 1) of what was counted does not exceed; null where nothing was. */
  percentile(counts: ReadonlyMap<number, number>, share: number): number | null
}

/** Far below whatever is measured. */
const least = 5e-9

/** A percentile is within half the width of a bucket of the true one: with a base of 1.1, within 5 %. */
export function createLogScale(base: number): LogScale {
  const lowest = Math.floor(Math.log(least) / Math.log(base))
  /** The middle of a bucket, by its ratio to both ends. */
  const middleOf = (bucket: number): number => (bucket <= lowest ? 0 : base ** (bucket + 0.5))

  return {
    /** Zero and less, which have no logarithm, are in the lowest bucket there is. */
    bucketOf: (value) => (value > 0 ? Math.max(lowest, Math.floor(Math.log(value) / Math.log(base))) : lowest),
    percentile(counts, share) {
      const total = counts.values().reduce((sum, count) => sum + count, 0)
      if (total === 0) return null
      let seen = 0
      for (const bucket of [...counts.keys()].sort((a, b) => a - b)) {
        seen += counts.get(bucket) ?? 0
        if (seen >= share * total) return Number(middleOf(bucket).toPrecision(3))
      }
      return null
    },
  }
}

export const { bucketOf, percentile } = createLogScale(1.1)

/** Tells a tenth less from what the buckets are wide. */
export const fineScale = createLogScale(1.01)
