import type { Alert, AlertRule, Alerts as AlertsPage, Mute, NewRule, RuleChange } from '@ollama-dashboard/contracts'
import type { EventBus } from '../events/event-bus.ts'
import type { Background } from '../kernel/background.ts'
import type { CallContext } from '../kernel/call-context.ts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import type { Metric } from '../kernel/contributions.ts'
import { DashboardError } from '../kernel/errors.ts'
import { sees } from '../kernel/rights/sees.ts'
import { type AlertBook, announcementOf, openAlertBook } from './alert-book.ts'
import { type AlertEngine, createAlertEngine } from './alert-engine.ts'
import { type AlertQuery, createAlertLists } from './alert-lists.ts'
import { type AlertMessages, noMessages } from './alert-messages.ts'
import type { AlertRepository } from './alert-repository.ts'
import { fingerprintOf, type KnownAlert } from './alert-table.ts'
import { openMuteBook, subjectFor } from './mute-book.ts'
import type { MuteRepository } from './mute-table.ts'
import type { Figures } from './rules/alert-rule.ts'
import { openRuleBook } from './rules/rule-book.ts'
import type { RuleRepository } from './rules/rule-table.ts'
import { ruleView } from './rules/rule-views.ts'

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
}

const tidyMs = 60_000
const keptMs = 365 * 86_400_000
const removedAtOnce = 500

/** Opens what is kept, and begins to look at everything. Alerts that fired before fire on. */
export async function openAlerts(options: AlertsOptions): Promise<OwnedAlerts> {
  const { storage, past, figures, expectInstance, events, clock, background } = options
  const rules = await openRuleBook(storage.alertRules, clock)
  const mutes = await openMuteBook(storage.alertMutes, clock)
  let repository = (past ?? storage).alerts
  let messages = past ? noMessages : options.messages
  let book: AlertBook
  let engine: AlertEngine

  async function open() {
    book = await openAlertBook({ repository, messages, mutes, events, background })
    engine = createAlertEngine({ rules, book, figures, clock, background })
  }
  await open()

  let cancelTidying = clock.after(tidyMs, tidy)
  function tidy() {
    cancelTidying = clock.after(tidyMs, tidy)
    void background.settle('alerts', tidyUp())
  }
  async function tidyUp() {
    await Promise.all([rules.reload(), mutes.reload()])
    await repository.removeResolvedBefore(timestamp(clock.now() - keptMs), removedAtOnce)
  }

  const lists = createAlertLists({ repository: () => repository, book: () => book, messages: () => messages })

  options.messages.listen((id) => void background.settle('alerts', tellDelivered(id)))

  /** Whoever looks at an alert sees at once that its message arrived, or did not. */
  async function tellDelivered(id: string) {
    const known = book.all().find((one) => one.id === id)
    const alert = known && (await lists.shown(known))
    if (alert) events.announce(announcementOf('changed', alert))
  }

  async function find({ actor }: CallContext, id: string): Promise<KnownAlert> {
    const alert = book.all().find((one) => one.id === id) ?? (await repository.find(id))
    if (alert && sees(actor, subjectFor(alert))) return alert
    throw new DashboardError('alert_not_found', 'Alert not found.', { hint: 'It may have been forgotten.' })
  }

  async function shown(alert: KnownAlert): Promise<Alert> {
    return (await lists.shown(alert)) ?? book.shown(alert)
  }

  /** Tells of what a mute did to an alert that is known now. */
  function tellOf(of: Pick<KnownAlert, 'rule' | 'instance' | 'model'>, context: CallContext) {
    const alert = book.of(fingerprintOf(of))
    if (alert) book.put(alert, 'changed', context.actor)
  }

  function view(rule: Parameters<typeof ruleView>[0], { actor }: CallContext): AlertRule | null {
    const firing = (id: string) => book.all().filter((alert) => alert.rule === id && alert.state === 'firing')
    return ruleView(rule, figures(), { firing, isPending: engine.isPending }, actor)
  }
  function viewForAll(rule: Parameters<typeof ruleView>[0], context: CallContext): AlertRule {
    const seen = view(rule, context)
    if (seen) return seen
    throw new DashboardError('rule_not_found', 'Rule not found.')
  }

  return {
    list: lists.list,
    summary: lists.summary,
    firing: lists.firing,
    async resolve(context, { id }) {
      const alert = await find(context, id)
      if (alert.state === 'resolved') return { alert: await shown(alert), changed: false }
      const by = context.actor.via === 'key' || context.actor.via === 'session' ? context.actor.id : null
      const resolved = { state: 'resolved', resolved_at: timestamp(clock.now()), resolved_by: by } as const
      book.put({ ...alert, ...resolved, isHeldDown: true }, 'resolved', context.actor)
      const { rule, instance } = alert
      context.changed?.({ target: id, ...(instance !== null && { instance }), after: { rule, state: 'resolved' } })
      await book.write()
      return { alert: await shown(book.of(fingerprintOf(alert)) ?? alert), changed: true }
    },
    async mute(context, { id, until }) {
      const mute = await mutes.mute(context, await find(context, id), until)
      tellOf(mute, context)
      return mute
    },
    mutes: (context) => mutes.list(context),
    async unmute(context, { id }) {
      const mute = await mutes.unmute(context, id)
      tellOf(mute, context)
      return mute
    },
    rules: (context) => rules.all().flatMap((rule) => view(rule, context) ?? []),
    async addRule(context, rule) {
      if (rule.instance != null) expectInstance(rule.instance)
      return viewForAll(await rules.add(context, rule), context)
    },
    changeRule: async (context, { id, ...change }) => viewForAll(await rules.change(context, id, change), context),
    async removeRule(context, { id }) {
      const { title, built_in } = await rules.remove(context, id)
      return { title, isBuiltIn: built_in }
    },
    metrics: [firingMetric(() => book.all())],
    async leaveDemo() {
      if (!past) return
      engine[Symbol.dispose]()
      repository = storage.alerts
      messages = options.messages
      await open()
    },
    async [Symbol.asyncDispose]() {
      cancelTidying()
      engine[Symbol.dispose]()
      await book[Symbol.asyncDispose]()
    },
  }
}

const firingMetric = (all: () => readonly KnownAlert[]): Metric => ({
  type: 'gauge',
  name: 'ollama_dashboard_alerts_firing',
  help: 'Alerts that fire, by rule and severity',
  labelNames: ['rule', 'severity'],
  samples() {
    const counts = new Map<string, { labels: { rule: string; severity: string }; value: number }>()
    for (const { rule, severity, state } of all()) {
      if (state !== 'firing') continue
      const key = `${rule} ${severity}`
      counts.set(key, { labels: { rule, severity }, value: (counts.get(key)?.value ?? 0) + 1 })
    }
    return [...counts.values()]
  },
})
