import type { Alert, AlertRule, Alerts as AlertsPage, Mute, NewRule, RuleChange } from '@ollama-dashboard/contracts'
import type { EventBus } from '../events/event-bus.ts'
import type { Background } from '../kernel/background.ts'
import type { CallContext } from '../kernel/call-context.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Metric } from '../kernel/contributions.ts'
import type { Replicas } from '../replicas/replicas.ts'
import type { AlertQuery } from './alert-lists.ts'
import type { AlertMessages } from './alert-messages.ts'
import type { AlertRepository } from './alert-repository.ts'
import type { MuteRepository } from './mutes/mute-table.ts'
import type { Figures } from './rules/alert-rule.ts'
import type { RuleRepository } from './rules/rule-table.ts'

interface ById {
  readonly id: string
}

export type AlertSummary = AlertsPage['counts'] & { readonly recent: Alert[] }

/** What somebody should know of. What reads or writes what is kept throws `storage_unavailable`. */
export interface Alerts {
  /** Those that fire first, then the last to be resolved. */
  list(context: CallContext, query: AlertQuery): Promise<AlertsPage>
  summary(context: CallContext): Promise<AlertSummary>
  /** Those that fire, newest first, as far as the caller sees them. Waits for nothing. */
  firing(context: Pick<CallContext, 'actor'>): Alert[]
  /** It fires again only after its cause was gone. Throws `alert_not_found`. */
  resolve(context: CallContext, input: ById): Promise<{ readonly alert: Alert; readonly changed: boolean }>
  /** Throws `alert_not_found` and `validation_failed`. */
  mute(context: CallContext, input: ById & { readonly until: string }): Promise<Mute>
  mutes(context: CallContext): readonly Mute[]
  /** Throws `alert_not_found`. */
  unmute(context: CallContext, input: ById): Promise<Mute>
  rules(context: CallContext): readonly AlertRule[]
  /** Throws `instance_not_found`, `too_many_rules` and `validation_failed`. */
  addRule(context: CallContext, rule: NewRule): Promise<AlertRule>
  /** Throws `rule_not_found`, `rule_not_changeable` and `validation_failed`. */
  changeRule(context: CallContext, input: ById & RuleChange): Promise<AlertRule>
  /** A built-in rule gets its defaults again. Resolves with what it is called. Throws `rule_not_found`. */
  removeRule(context: CallContext, input: ById): Promise<{ readonly title: string; readonly isBuiltIn: boolean }>
}

export interface OwnedAlerts extends Alerts, AsyncDisposable {
  readonly metrics: readonly Metric[]
  /** Goes over from the alerts of a demo to those that are kept. */
  leaveDemo(): Promise<void>
}

export interface AlertsOptions {
  readonly storage: {
    readonly alerts: AlertRepository
    readonly alertMutes: MuteRepository
    readonly alertRules: RuleRepository
  }
  /** Where the alerts of a demo are, until it is left. */
  readonly past: { readonly alerts: AlertRepository } | null
  readonly messages: AlertMessages
  readonly figures: () => Figures
  /** Throws `instance_not_found`. */
  readonly expectInstance: (name: string) => void
  readonly events: EventBus
  readonly clock: Clock
  readonly background: Background
  /** One of them evaluates alerts and has them told. */
  readonly replicas?: Pick<Replicas, 'isAlone' | 'link' | 'leader'>
  /** While it is not, each replica looks for itself, since none can know that another one does; always up when absent. */
  readonly isStorageUp?: () => boolean
}
