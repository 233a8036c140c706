import type { AlertRule } from '@ollama-dashboard/contracts'
import type { Actor } from '../../kernel/call-context.ts'
import { sees } from '../../kernel/rights/sees.ts'
import { type AlertSubject, fingerprintOf } from '../alert-table.ts'
import { subjectFor } from '../mutes/mute-book.ts'
import type { Figures, Rule } from './alert-rule.ts'

export interface RuleStates {
  /** Alerts of the rule that fire, also where nothing is read any more: what is counted goes on for a while. */
  firing(rule: string): readonly AlertSubject[]
  isPending(fingerprint: string): boolean
}

/** A rule with how it stands, of what an actor may know of; null for one of a server that it does not see. */
export function ruleView(rule: Rule, figures: Figures, states: RuleStates, actor: Actor): AlertRule | null {
  if (!sees(actor, { instance: rule.instance ?? undefined })) return null
  const { read: _, needsServer: __, isCounted: ___, defaults, ...told } = rule
  const readings = rule
    .read(figures, rule.threshold)
    .filter(({ instance }) => rule.instance === null || instance === rule.instance)
    .filter((reading) => sees(actor, subjectFor(reading)))
  const values = readings.flatMap(({ value }) => (value === null ? [] : [value]))
  const prints = readings.map((reading: AlertSubject) => fingerprintOf({ ...reading, rule: rule.id }))
  const state = !rule.enabled
    ? 'off'
    : states.firing(rule.id).some((alert) => sees(actor, subjectFor(alert)))
      ? 'firing'
      : prints.some(states.isPending)
        ? 'pending'
        : readings.length > 0 && values.length === 0
          ? 'unknown'
          : 'quiet'
  const worst = rule.comparison === 'below' ? Math.min(...values) : Math.max(...values)
  const value = values.length === 0 ? null : Math.round(worst * 10) / 10
  return { ...told, defaults: defaults && { ...defaults }, state, value }
}
