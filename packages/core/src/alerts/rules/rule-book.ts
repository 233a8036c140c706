import { randomUUID } from 'node:crypto'
import type { NewRule, RuleChange } from '@ollama-dashboard/contracts'
import { limits } from '@ollama-dashboard/contracts'
import { type CallContext, keyIdOf } from '../../kernel/call-context.ts'
import { type Clock, timestamp } from '../../kernel/clock.ts'
import { DashboardError } from '../../kernel/errors.ts'
import { type Limit, serialize } from '../../kernel/serial.ts'
import { givenLine } from '../../kernel/text/one-line.ts'
import { differences } from '../../kernel/told-changes.ts'
import type { OwnRule, Rule } from './alert-rule.ts'
import { builtInRules } from './built-in-rules.ts'
import { readMetric, ruleMetrics } from './rule-metrics.ts'
import type { KeptChange, KeptRule, RuleRepository } from './rule-table.ts'

export interface RuleBook {
  /** Built-in rules first, then the others, the oldest first. */
  all(): readonly Rule[]
  /** Reads again what other processes may have changed. */
  reload(): Promise<void>
  /** Throws `too_many_rules` and `validation_failed`. */
  add(context: CallContext, rule: NewRule): Promise<Rule>
  /** Throws `rule_not_found`, `rule_not_changeable` and `validation_failed`. */
  change(context: CallContext, id: string, change: RuleChange): Promise<Rule>
  /** Resolves with what the rule is called. Throws `rule_not_found`. */
  remove(context: CallContext, id: string): Promise<Rule>
}

export async function openRuleBook(repository: RuleRepository, clock: Clock): Promise<RuleBook> {
  const oneByOne = serialize()
  let rules: readonly Rule[] = rulesOf([])
  let kept: readonly (KeptChange | KeptRule)[] = []

  async function reload() {
    kept = await repository.all()
    rules = rulesOf(kept)
  }

  /** Others may have changed what is to be changed now. */
  const inTurn: Limit = (work) =>
    oneByOne(() =>
      repository.inTurn(async () => {
        if (repository.isShared) await reload()
        return work()
      }),
    )

  async function put(row: KeptChange | KeptRule): Promise<Rule> {
    await repository.put(row)
    await reload()
    return find(row.id)
  }

  function find(id: string): Rule {
    const rule = rules.find((one) => one.id === id)
    if (rule) return rule
    throw new DashboardError('rule_not_found', 'Rule not found.', { hint: 'It may have been deleted.' })
  }

  const signed = ({ actor }: CallContext) => ({ updated_at: timestamp(clock.now()), updated_by: keyIdOf(actor) })

  await reload()
  return {
    all: () => rules,
    reload: () => oneByOne(reload),
    add: (context, { title, metric, comparison, threshold, ...given }) =>
      inTurn(async () => {
        if (rules.filter((rule) => !rule.built_in).length >= limits.alertRules) throw tooMany()
        const { for_seconds = 60, severity = 'warning', instance = null, enabled = true } = given
        const definition: OwnRule = {
          title: givenLine('title', title),
          metric,
          comparison,
          threshold,
          for_seconds,
          severity,
          instance,
          enabled,
        }
        expectServer(definition)
        expectShare(ruleMetrics[metric].unit, threshold)
        const now = signed(context)
        const row = { id: randomUUID(), built_in: false, definition, created_at: now.updated_at, ...now } as const
        context.changed?.({ target: row.id, after: { ...definition } })
        return put(row)
      }),
    change: (context, id, change) =>
      inTurn(async () => {
        const rule = find(id)
        expectShare(rule.unit, change.threshold)
        const now = signed(context)
        const before = kept.find((row) => row.id === id)
        const created_at = before?.created_at ?? now.updated_at
        const told = differences(changeable(rule), { ...changeable(rule), ...change })
        context.changed?.({ target: id, before: { ...told.before }, after: { ...told.after } })
        if (rule.built_in) {
          const { title, comparison, ...definition } = change
          expectChangeable(rule, change)
          const earlier = before?.built_in ? before.definition : {}
          return put({ id, built_in: true, definition: { ...earlier, ...definition }, created_at, ...now })
        }
        const earlier = before && !before.built_in ? before.definition : null
        if (!earlier) throw new Error('A rule that somebody made is kept.')
        const { title = earlier.title, ...others } = change
        const definition = { ...earlier, ...others, title: givenLine('title', title) }
        return put({ id, built_in: false, definition, created_at, ...now })
      }),
    remove: (context, id) =>
      inTurn(async () => {
        const rule = find(id)
        await repository.remove(id)
        await reload()
        context.changed?.({ target: id, before: { ...changeable(rule) } })
        return rule
      }),
  }
}

const changeable = ({ title, comparison, threshold, for_seconds, severity, enabled }: Rule) => ({
  title,
  comparison,
  threshold,
  for_seconds,
  severity,
  enabled,
})

function rulesOf(kept: readonly (KeptChange | KeptRule)[]): readonly Rule[] {
  const changes = new Map(kept.flatMap((row) => (row.built_in ? [[row.id, row] as const] : [])))
  const builtIn = builtInRules.map((rule): Rule => {
    const { definition, updated_at = null, updated_by = null } = changes.get(rule.id) ?? {}
    return { ...rule, ...rule.defaults, ...definition, instance: null, built_in: true, updated_at, updated_by }
  })
  return [...builtIn, ...kept.flatMap((row) => (row.built_in ? [] : [ownRule(row)]))]
}

function ownRule({ id, definition, updated_at, updated_by }: KeptRule): Rule {
  const { title, metric, comparison } = definition
  const { label, unit, windowSeconds, isOfHost } = ruleMetrics[metric]
  return {
    ...definition,
    id,
    built_in: false,
    description: `${label} ${comparison} a threshold.`,
    source: 'custom',
    unit,
    window_seconds: windowSeconds,
    needsServer: !isOfHost,
    defaults: null,
    read: readMetric(metric, { title, comparison }),
    updated_at,
    updated_by,
  }
}

/** A share that no figure can be beyond would be a rule that never fires. */
function expectShare(unit: string | null, threshold: number | null | undefined) {
  if (unit !== 'percent' || threshold == null || (threshold >= 0 && threshold <= 100)) return
  throw new DashboardError('validation_failed', 'A threshold in percent is from 0 to 100.', {
    fieldErrors: [{ path: '/body/threshold', message: 'must be from 0 to 100' }],
  })
}

function expectServer({ metric, instance }: OwnRule) {
  if (instance === null || !ruleMetrics[metric].isOfHost) return
  throw new DashboardError('validation_failed', `${ruleMetrics[metric].label} is of this host, not of one server.`, {
    fieldErrors: [{ path: '/body/instance', message: 'must be absent for a figure of the host' }],
  })
}

function expectChangeable({ threshold }: Rule, change: RuleChange) {
  const fixed = change.title !== undefined ? 'title' : change.comparison !== undefined ? 'comparison' : null
  const name = fixed ?? (threshold === null && change.threshold !== undefined ? 'threshold' : null)
  if (name === null) return
  throw new DashboardError('rule_not_changeable', `The ${name} of this built-in rule cannot be changed.`, {
    hint: 'Make a rule of your own instead.',
  })
}

const tooMany = () =>
  new DashboardError('too_many_rules', `${limits.alertRules} rules were made already.`, { hint: 'Delete one first.' })
