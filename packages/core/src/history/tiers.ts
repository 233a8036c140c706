/** Steps of one length, and how long they are kept. */
export interface Tier {
  readonly seconds: number
  readonly keptMs: number
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

export const defaultRetentionMs = 365 * dayMs

/** In memory alone. */
export const recentTier: Tier = { seconds: 2, keptMs: 15 * minuteMs }

/** On the disk, finest first; the last two for as long as history is kept at all. */
export const storedTiers = (retentionMs: number): readonly [Tier, Tier, Tier, Tier] => [
  { seconds: 60, keptMs: Math.min(2 * dayMs, retentionMs) },
  { seconds: 600, keptMs: Math.min(31 * dayMs, retentionMs) },
  { seconds: 3600, keptMs: retentionMs },
  // For charts of months: of a year, that is a sixth of the rows.
  { seconds: 21_600, keptMs: retentionMs },
]

/** A chart has two or three pixels for each; the last quarter of an hour, in the finest steps, is as many. */
const maxPoints = 450

/** Lengths that people count in, each a multiple of those of a tier, and so that no chart needs over some 2,000 stored steps. */
const lengths = [
  ...[2, 4, 10, 20, 30, 60, 120, 240, 600, 1800, 3600, 7200, 21_600, 43_200, 86_400],
  ...[2, 4, 7, 14, 28].map((days) => days * 86_400),
]

export interface Chosen {
  /** Which steps are read. */
  readonly tier: Tier
  /** How long those are that are shown: added together from those of the tier. */
  readonly stepSeconds: number
}

/** The finest steps that are kept of a whole period, as long as they are not too many for a chart. Times are milliseconds. */
export function chooseTier(
  tiers: readonly Tier[],
  { from, to, now }: { from: number; to: number; now: number },
): Chosen {
  const whole = tiers.filter(({ seconds, keptMs }) => from + seconds * 1000 > now - keptMs)
  const coarsest = tiers.slice(-1)
  const [finest = recentTier, ...others] = whole.length > 0 ? whole : coarsest
  const least = Math.max(finest.seconds, (to - from) / 1000 / maxPoints)
  const stepSeconds = lengths.find((length) => length >= least && length % finest.seconds === 0) ?? lengths.at(-1) ?? 2
  // The fewer have to be read, the better.
  const tier = others.findLast(({ seconds }) => stepSeconds % seconds === 0) ?? finest
  return { tier, stepSeconds }
}
