import type { AlertRule, Comparison, RuleMetric, Severity } from '@ollama-dashboard/contracts'

/** A rule that somebody made. */
export interface OwnRule {
  readonly title: string
  readonly metric: RuleMetric
  readonly comparison: Comparison
  readonly threshold: number
  readonly for_seconds: number
  readonly severity: Severity
  /** Null for all servers. */
  readonly instance: string | null
  readonly enabled: boolean
}

export type { AlertRule }
