import type { Comparison, RuleMetric, Severity, SystemStats } from '@ollama-dashboard/contracts'
import type { Finding } from '../../kernel/contributions.ts'
import type { AlertSignals } from '../alert-signals.ts'

/** A server as it is known now; nobody asks it anything for this. */
export interface ServerFigures {
  readonly name: string
  readonly isLocal: boolean
  /** Null until it was asked once. */
  readonly isReachable: boolean | null
  /** Somebody stopped it here: that it does not answer is what they wanted. */
  readonly isStopped: boolean
  /** Seconds since `isReachable` changed. */
  readonly sinceSeconds: number
  readonly problem: string | null
  /** Failures in a row. */
  readonly collectors: readonly { readonly name: string; readonly failures: number; readonly problem: string | null }[]
  readonly loaded: readonly LoadedFigures[]
  /** Reads within the last 10 min that were answered with what was known; null where there were few. */
  readonly cacheHitPercent: number | null
}

export interface LoadedFigures {
  readonly name: string
  /** Bytes. */
  readonly size: number | null
  readonly sizeVram: number | null
  /** Somebody wants some of its layers on the processor. */
  readonly isPlacedByHand: boolean
  /** How long its time in memory has been over, and below 0 before; null where that is not told, or never. */
  readonly expiredSeconds: number | null
  /** A request through this dashboard runs on it. */
  readonly isAnswering: boolean
}

/** A model that is slower since something was upgraded; tokens per second. */
export interface SlowerFigures {
  readonly instance: string
  readonly model: string
  /** What has another version: `ollama.version`, `gpu.driver` or `model.digest`. */
  readonly type: string
  readonly versions: { readonly before: string | null; readonly after: string | null }
  readonly before: number
  readonly after: number
  /** Below 0. */
  readonly changePercent: number
}

/** All that rules look at. */
export interface Figures {
  readonly servers: readonly ServerFigures[]
  /** Null before the first sample, and where it cannot be taken. */
  readonly host: SystemStats | null
  /** VRAM that was not given back when the last model was unloaded, in bytes; null where it is not measured. */
  readonly heldVram: number | null
  /** How the parts of the dashboard stand. */
  readonly findings: readonly Finding[]
  readonly slower: readonly SlowerFigures[]
  readonly signals: AlertSignals
}

/** What a rule sees of one subject now. */
export interface Reading {
  readonly instance: string | null
  readonly model: string | null
  /** What is compared with the threshold, or above 0 where there is none; null while it is not known. */
  readonly value: number | null
  /** Of what is counted: when each was, as `Clock.elapsed` has it. Then their number is compared. */
  readonly times?: readonly number[]
  /** What a person is shown beside `value`, where it is not the threshold of the rule. */
  readonly limit?: number | null
  readonly suggestedContext?: number | null
  tell(): { readonly title: string; readonly description: string }
}

export type Read = (figures: Figures, threshold: number | null) => readonly Reading[]

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

export interface RuleDefaults {
  readonly threshold: number | null
  readonly for_seconds: number
  readonly severity: Severity
  readonly enabled: boolean
}

/** A rule that comes with the dashboard. */
export interface BuiltInRule {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly source: 'ollama' | 'host' | 'models' | 'dashboard'
  readonly metric: RuleMetric | null
  readonly comparison: Comparison | null
  readonly unit: string | null
  readonly window_seconds: number | null
  readonly defaults: RuleDefaults
  /** Nothing is concluded from it while its server does not answer, nor in the minute after. */
  readonly needsServer?: boolean
  /** It counts what happens at a moment: it is good once nothing did for its window. */
  readonly isCounted?: boolean
  readonly read: Read
}

/** A rule as it is in force. */
export interface Rule extends Omit<BuiltInRule, 'source' | 'defaults'>, RuleDefaults {
  readonly source: string
  readonly instance: string | null
  readonly built_in: boolean
  readonly defaults: RuleDefaults | null
  readonly updated_at: string | null
  readonly updated_by: string | null
}

/** `good` is clearly good: what is hardly below a threshold is neither. */
export type Verdict = 'bad' | 'between' | 'good' | 'unknown'

/** Of a threshold: how far a figure has to be from it to be clearly good. */
const margin = 0.05

export function judge({ comparison, threshold }: Pick<Rule, 'comparison' | 'threshold'>, reading: Reading): Verdict {
  const { value, times } = reading
  if (times) return times.length >= (threshold ?? 1) ? 'bad' : 'good'
  if (value === null) return 'unknown'
  if (threshold === null) return value > 0 ? 'bad' : 'good'
  const beyond = comparison === 'below' ? threshold - value : value - threshold
  if (comparison === null ? beyond >= 0 : beyond > 0) return 'bad'
  return -beyond >= Math.abs(threshold) * margin ? 'good' : 'between'
}
