import type { KnownAlert } from './alert-table.ts'
import type { Reading, Rule } from './rules/alert-rule.ts'

/** How long something has to be clearly good before its alert is resolved; longer for what comes back again and again. */
export const goodMs = 30_000
const longestGoodMs = 600_000

/** What is known of one subject of a rule. Times are as `Clock.elapsed` has them. */
export interface Case {
  badSince: number | null
  goodSince: number | null
  /** It was clearly good since it was bad the last time. */
  wasGood: boolean
  /** How often it came back: then it has to be good for longer. */
  returns: number
  /** The newest of what is counted that was noted. */
  countedUntil: number
  writtenAt: number
}

/** Holds begin anew with the process. */
export const beginCase = (alert: KnownAlert | null, elapsed: number): Case => ({
  badSince: null,
  goodSince: null,
  wasGood: false,
  returns: alert ? alert.occurrences - 1 : 0,
  countedUntil: Number.NEGATIVE_INFINITY,
  writtenAt: elapsed,
})

/** How many were counted since the last look. */
export function newOnes({ times }: Reading, one: Case): number {
  if (!times) return 0
  const news = times.filter((at) => at > one.countedUntil).length
  one.countedUntil = Math.max(one.countedUntil, ...times)
  return news
}

interface Quiet {
  /** How long it has been clearly good. */
  readonly goodMs: number
  /** How long ago it was seen the last time. */
  readonly quietMs: number
}

/** Whether what fires has been good for long enough to be resolved. */
export function isOver(rule: Rule, one: Case, quiet: Quiet): boolean {
  // What is counted is good once the time over which it is counted has passed, also over a restart.
  if (rule.isCounted === true) return quiet.quietMs >= (rule.window_seconds ?? 0) * 1000 && quiet.goodMs >= goodMs
  return quiet.goodMs >= Math.min(goodMs * 2 ** Math.min(one.returns, 10), longestGoodMs)
}

/** All that follows from a reading. */
export function told(rule: Rule, reading: Reading) {
  const { value, limit, suggestedContext = null } = reading
  const { title, description } = reading.tell()
  const { severity, source, unit, threshold } = rule
  const rounded = value === null ? null : Math.round(value * 10) / 10
  return {
    title,
    description,
    severity,
    source,
    unit,
    value: rounded,
    threshold: limit ?? threshold,
    suggested_context: suggestedContext,
  }
}
