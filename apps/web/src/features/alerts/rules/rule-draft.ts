import { ApiError } from '@ollama-dashboard/client'
import type { AlertRule, Comparison, NewRule, RuleChange, RuleMetric, Severity } from '@ollama-dashboard/contracts'
import { typedNumber } from '../../../lib/typed-number.ts'
import { holdWords, unitOf } from './rule-words.ts'
import { longestHold, typedHold } from './typed-hold.ts'

/** A rule as it stands in the form: what is typed is text. */
export interface RuleDraft {
  readonly title: string
  readonly metric: RuleMetric
  readonly comparison: Comparison
  readonly threshold: string
  readonly hold: string
  readonly severity: Severity
  readonly enabled: boolean
  /** Of which server; null for all. */
  readonly instance: string | null
}

export const newDraft: RuleDraft = {
  title: '',
  metric: 'gpu_temperature_celsius',
  comparison: 'above',
  threshold: '',
  hold: '1 min',
  severity: 'warning',
  enabled: true,
  instance: null,
}

const holdText = (seconds: number): string => (seconds === 0 ? '0 s' : holdWords(seconds))

export const draftOf = (rule: AlertRule): RuleDraft => ({
  title: rule.title,
  metric: rule.metric ?? newDraft.metric,
  comparison: rule.comparison ?? 'above',
  threshold: rule.threshold === null ? '' : String(rule.threshold),
  hold: holdText(rule.for_seconds),
  severity: rule.severity,
  enabled: rule.enabled,
  instance: rule.instance,
})

/** What is wrong with a field, as a sentence; absent where nothing is. */
export interface RuleErrors {
  readonly title?: string
  readonly threshold?: string
  readonly hold?: string
}

/** A number as people type it, with or without the unit that stands beside the field. */
export function typedThreshold(text: string, unit: string): number {
  const bare = text.trim()
  const number = unit !== '' && bare.endsWith(unit) ? bare.slice(0, -unit.length) : bare
  return number.trim() === '' ? Number.NaN : typedNumber(number, { isWhole: unit === '' })
}

interface Read {
  readonly threshold: number | null
  readonly for_seconds: number
}

/** The numbers of a draft, or what is wrong with them. `rule` is null for one that is made. */
export function readDraft(draft: RuleDraft, rule: AlertRule | null): Read | RuleErrors {
  const unit = unitOf(rule ?? { metric: draft.metric, unit: null })
  const hasThreshold = rule === null || rule.threshold !== null
  const threshold = hasThreshold ? typedThreshold(draft.threshold, unit) : null
  const for_seconds = typedHold(draft.hold)
  const isPercent = unit === '%'
  const errors: RuleErrors = {
    ...(draft.title.trim() === '' && { title: 'Give it a name.' }),
    ...(threshold !== null && !Number.isFinite(threshold) && { threshold: 'Enter a number.' }),
    ...(threshold !== null && isPercent && (threshold < 0 || threshold > 100) && { threshold: 'Between 0 and 100 %.' }),
    ...(Number.isNaN(for_seconds)
      ? { hold: 'Enter a time, such as 30 s, 5 min or 1 h.' }
      : for_seconds > longestHold && { hold: 'At most 24 h.' }),
  }
  return Object.keys(errors).length > 0 ? errors : { threshold, for_seconds }
}

export const isRead = (read: Read | RuleErrors): read is Read => 'for_seconds' in read

/** As the API makes it. */
export const newRule = (draft: RuleDraft, { threshold, for_seconds }: Read): NewRule => ({
  title: draft.title.trim(),
  metric: draft.metric,
  comparison: draft.comparison,
  threshold: threshold ?? 0,
  for_seconds,
  severity: draft.severity,
  enabled: draft.enabled,
  ...(draft.instance !== null && { instance: draft.instance }),
})

/** What of a rule was changed: a built-in one keeps its name and its direction. */
export function changeOf(rule: AlertRule, draft: RuleDraft, { threshold, for_seconds }: Read): RuleChange {
  const title = draft.title.trim()
  return {
    ...(!rule.built_in && title !== rule.title && { title }),
    ...(!rule.built_in && draft.comparison !== rule.comparison && { comparison: draft.comparison }),
    ...(threshold !== null && threshold !== rule.threshold && { threshold }),
    ...(for_seconds !== rule.for_seconds && { for_seconds }),
    ...(draft.severity !== rule.severity && { severity: draft.severity }),
    ...(draft.enabled !== rule.enabled && { enabled: draft.enabled }),
  }
}

const paths: readonly (readonly [field: keyof RuleErrors, path: string])[] = [
  ['title', '/body/title'],
  ['threshold', '/body/threshold'],
  ['hold', '/body/for_seconds'],
]

/** What the API says of single fields; null where it says something else, which belongs to the form as a whole. */
export function ruleErrorsOf(error: unknown): RuleErrors | null {
  if (!(error instanceof ApiError)) return null
  const found = paths.flatMap(([field, path]) => {
    const one = error.problem.errors?.find(({ path: at }) => at === path)
    return one ? [[field, one.message] as const] : []
  })
  return found.length === 0 ? null : Object.fromEntries(found)
}
