import type { Alert, AlertRule } from '@ollama-dashboard/contracts'
import type { CallContext } from '../kernel/call-context.ts'
import { timestamp } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import { sees } from '../kernel/rights/sees.ts'
import { unshared } from '../replicas/alone.ts'
import { type AlertBook, announcementOf, openAlertBook } from './alert-book.ts'
import { type AlertEngine, createAlertEngine } from './alert-engine.ts'
import { createAlertLists } from './alert-lists.ts'
import { noMessages } from './alert-messages.ts'
import { firingMetric } from './alert-metrics.ts'
import { fingerprintOf, type KnownAlert } from './alert-table.ts'
import type { AlertsOptions, OwnedAlerts } from './alerts.ts'
import { openMuteBook, subjectFor } from './mutes/mute-book.ts'
import { openRuleBook } from './rules/rule-book.ts'
import { ruleView } from './rules/rule-views.ts'
import { shareAlerts } from './share-alerts.ts'

const tidyMs = 60_000
const keptMs = 365 * 86_400_000
const removedAtOnce = 500

/** Opens what is kept, and begins to look at everything. Alerts that fired before fire on. */
export async function openAlerts(options: AlertsOptions): Promise<OwnedAlerts> {
  const { storage, past, figures, expectInstance, events, clock, background } = options
  const { replicas = unshared, isStorageUp = () => true } = options
  const { isAlone, leader } = replicas
  const rules = await openRuleBook(storage.alertRules, clock)
  const mutes = await openMuteBook(storage.alertMutes, clock)
  let repository = (past ?? storage).alerts
  let messages = past ? noMessages : options.messages
  let book: AlertBook
  let engine: AlertEngine

  async function readAgain() {
    await Promise.all([rules.reload(), mutes.reload()])
    await book.reload()
    await book.write()
  }

  async function open() {
    const onWritten = () => shared.changed()
    book = await openAlertBook({ repository, messages, mutes, events, background, replicas, onWritten })
    engine = createAlertEngine({
      ...{ rules, book, figures, clock, background },
      mayLook: () => leader.isHeld() || !isStorageUp(),
      before: isAlone ? undefined : () => (replicas.link.isUp() ? book.reload() : readAgain()),
      after: () => leader.isHeld() && shared.tellPending(engine.pending()),
    })
  }
  await open()
  const shared = shareAlerts({
    replicas,
    background,
    readAgain,
    async onLeading() {
      await readAgain()
      engine.look()
      await book.write()
    },
  })

  /** What is shown or changed on request is as all replicas have it. */
  const fresh = async () => (isAlone ? undefined : book.reload())

  let cancelTidying = clock.after(tidyMs, tidy)
  function tidy() {
    cancelTidying = clock.after(tidyMs, tidy)
    void background.settle('alerts', tidyUp())
  }
  async function tidyUp() {
    await Promise.all([rules.reload(), mutes.reload()])
    if (leader.isHeld()) await repository.removeResolvedBefore(timestamp(clock.now() - keptMs), removedAtOnce)
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

  type Resolved = Pick<KnownAlert, 'state' | 'resolved_at' | 'resolved_by'>

  /** False where another replica was first. */
  async function resolve(alert: KnownAlert, resolved: Resolved, context: CallContext): Promise<boolean> {
    if (!isAlone && !(await repository.resolve(alert.id, resolved))) return false
    const { id: target, rule, instance } = alert
    context.changed?.({ target, ...(instance !== null && { instance }), after: { rule, state: 'resolved' } })
    if (isAlone) {
      book.put({ ...alert, ...resolved, isHeldDown: true }, 'resolved', context.actor)
      await book.write()
      return true
    }
    await readAgain()
    shared.changed()
    events.announce(announcementOf('resolved', book.shown({ ...alert, ...resolved })), context.actor)
    return true
  }

  async function shown(alert: KnownAlert): Promise<Alert> {
    return (await lists.shown(alert)) ?? book.shown(alert)
  }

  /** Tells of what a mute did to an alert that is known now. */
  function tellOf(of: Pick<KnownAlert, 'rule' | 'instance' | 'model'>, context: CallContext) {
    const alert = book.of(fingerprintOf(of))
    if (alert) events.announce(announcementOf('changed', book.shown(alert)), context.actor)
    shared.changed()
  }

  function view(rule: Parameters<typeof ruleView>[0], { actor }: CallContext): AlertRule | null {
    const firing = (id: string) => book.all().filter((alert) => alert.rule === id && alert.state === 'firing')
    const { isPending } = leader.isHeld() ? engine : shared
    return ruleView(rule, figures(), { firing, isPending }, actor)
  }
  function viewForAll(rule: Parameters<typeof ruleView>[0], context: CallContext): AlertRule {
    const seen = view(rule, context)
    if (seen) return seen
    throw new DashboardError('rule_not_found', 'Rule not found.')
  }

  return {
    async list(context, query) {
      await fresh()
      return lists.list(context, query)
    },
    async summary(context) {
      await fresh()
      return lists.summary(context)
    },
    firing: lists.firing,
    async resolve(context, { id }) {
      await fresh()
      const alert = await find(context, id)
      if (alert.state === 'resolved') return { alert: await shown(alert), changed: false }
      const by = context.actor.via === 'key' || context.actor.via === 'session' ? context.actor.id : null
      const resolved = { state: 'resolved', resolved_at: timestamp(clock.now()), resolved_by: by } as const
      const changed = await resolve(alert, resolved, context)
      return { alert: await shown(book.of(fingerprintOf(alert)) ?? alert), changed }
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
      const added = await rules.add(context, rule)
      shared.changed()
      return viewForAll(added, context)
    },
    async changeRule(context, { id, ...change }) {
      const changed = await rules.change(context, id, change)
      shared.changed()
      return viewForAll(changed, context)
    },
    async removeRule(context, { id }) {
      const { title, built_in } = await rules.remove(context, id)
      shared.changed()
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
      shared[Symbol.dispose]()
      engine[Symbol.dispose]()
      await book[Symbol.asyncDispose]()
    },
  }
}
