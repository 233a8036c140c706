import type { KnownAlert } from './alert-table.ts'
import type { Reading, Rule } from './rules/alert-rule.ts'

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
