import { randomUUID } from 'node:crypto'
import type { Background } from '../kernel/background.ts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import type { AlertBook } from './alert-book.ts'
import { beginCase, type Case, goodMs, isOver, newOnes, told } from './alert-case.ts'
import { fingerprintOf, type KnownAlert } from './alert-table.ts'
import { type Figures, judge, type Reading, type Rule, type Verdict } from './rules/alert-rule.ts'
import type { RuleBook } from './rules/rule-book.ts'
import { uncertainServers } from './rules/uncertain-servers.ts'

/** How often everything is looked at. */
const lookMs = 5000
/** What comes back within this time is the same alert. */
const reopenMs = 900_000
/** Figures of an alert that goes on are written so often. */
const writeMs = 60_000

export interface AlertEngine extends Disposable {
  /** Looks at everything now, as it does by itself every five seconds. */
  look(): void
  /** Whether it holds, though not for long enough yet. */
  isPending(fingerprint: string): boolean
  /** The fingerprints of what does. */
  pending(): readonly string[]
}

export interface AlertEngineOptions {
  readonly rules: Pick<RuleBook, 'all'>
  readonly book: AlertBook
  readonly figures: () => Figures
  /** Whether it is for this process to look; otherwise another one does. */
  readonly mayLook?: () => boolean
  /** Called before each look by itself, and after it; the next one waits for both. */
  readonly before?: (() => Promise<void>) | undefined
  readonly after?: () => void
  readonly clock: Clock
  readonly background: Pick<Background, 'failed' | 'settle'>
}

/** Fires and resolves alerts by what is known anyway. */
export function createAlertEngine(options: AlertEngineOptions): AlertEngine {
  const { rules, book, figures, mayLook = () => true, before, after, clock, background } = options
  const cases = new Map<string, Case>()
  let isClosed = false
  let cancel = clock.after(lookMs, again)

  function again() {
    if (before) void background.settle('alerts', before()).then(lookAgain)
    else lookAgain()
  }

  function lookAgain() {
    if (isClosed) return
    try {
      if (mayLook()) look()
      // What is about to fire begins anew where the next one looks.
      else cases.clear()
    } catch (error) {
      background.failed('alert rules', error)
    }
    void background.settle('alerts', book.write())
    after?.()
    cancel = clock.after(lookMs, again)
  }

  function look() {
    const now = figures()
    const isUncertain = uncertainServers(now)
    const seen = new Set<string>()
    for (const rule of rules.all()) {
      if (!rule.enabled) continue
      for (const reading of rule.read(now, rule.threshold)) {
        const { instance, model } = reading
        if (rule.instance !== null && rule.instance !== instance) continue
        const fingerprint = fingerprintOf({ rule: rule.id, instance, model })
        seen.add(fingerprint)
        const isFrozen = rule.needsServer === true && instance !== null && isUncertain.has(instance)
        if (isFrozen) freeze(fingerprint)
        else step(rule, reading, fingerprint, judge(rule, reading))
      }
    }
    leaveOthers(seen, isUncertain)
  }

  /** Whatever was about to fire is forgotten, and what fires goes on. */
  function freeze(fingerprint: string) {
    const one = cases.get(fingerprint)
    if (one) Object.assign(one, { badSince: null, goodSince: null })
  }

  /** What no rule reads any more: a model that left, a quiet hour, or a rule that was turned off. */
  function leaveOthers(seen: ReadonlySet<string>, isUncertain: ReadonlySet<string>) {
    const byId = new Map(rules.all().map((rule) => [rule.id, rule]))
    for (const alert of book.all()) {
      const fingerprint = fingerprintOf(alert)
      if (seen.has(fingerprint)) continue
      const rule = byId.get(alert.rule)
      if (rule?.enabled !== true) {
        if (alert.state === 'firing') resolve(alert)
        else if (alert.isHeldDown) book.put({ ...alert, isHeldDown: false }, null)
      } else if (!(rule.needsServer && alert.instance !== null && isUncertain.has(alert.instance))) {
        step(rule, null, fingerprint, 'good')
      }
    }
    for (const [fingerprint, one] of cases) {
      if (seen.has(fingerprint)) continue
      one.badSince = null
      if (!book.of(fingerprint)) cases.delete(fingerprint)
    }
  }

  function step(rule: Rule, reading: Reading | null, fingerprint: string, verdict: Verdict) {
    const elapsed = clock.elapsed()
    const alert = book.of(fingerprint)
    const one = cases.get(fingerprint) ?? beginCase(alert, elapsed)
    cases.set(fingerprint, one)
    if (verdict !== 'bad') one.badSince = null
    if (verdict !== 'good') one.goodSince = null
    if (verdict === 'good') whenGood(rule, alert, one, fingerprint)
    if (verdict !== 'bad' || !reading) return
    one.badSince ??= elapsed
    const news = newOnes(reading, one)
    if (alert?.state === 'firing') {
      goOn(rule, reading, alert, one, news)
      return
    }
    // Of what happens at a moment, the next one is a new trouble.
    const isHeldDown = alert?.isHeldDown === true && !(reading.times && news > 0)
    if (!isHeldDown && elapsed - one.badSince >= rule.for_seconds * 1000) fire(rule, reading, alert, one, news)
  }

  function whenGood(rule: Rule, alert: KnownAlert | null, one: Case, fingerprint: string) {
    const elapsed = clock.elapsed()
    one.goodSince ??= elapsed
    one.wasGood = true
    if (!alert) {
      cases.delete(fingerprint)
    } else if (alert.isHeldDown) {
      if (elapsed - one.goodSince >= goodMs) book.put({ ...alert, isHeldDown: false }, null)
    } else if (alert.state === 'firing') {
      const quietMs = clock.now() - Date.parse(alert.last_seen_at)
      if (isOver(rule, one, { goodMs: elapsed - one.goodSince, quietMs })) resolve(alert)
    } else if (alert.told === 'resolved' && clock.now() - Date.parse(alert.resolved_at ?? '') > reopenMs) {
      book.forget(fingerprint)
    }
  }

  function fire(rule: Rule, reading: Reading, before: KnownAlert | null, one: Case, news: number) {
    const now = timestamp(clock.now())
    const isBack = before !== null && clock.now() - Date.parse(before.resolved_at ?? '') <= reopenMs
    const occurrences =
      rule.threshold === null && reading.times ? (isBack ? Math.max(1, news) : reading.times.length) : 1
    const state = {
      state: 'firing',
      last_seen_at: now,
      resolved_at: null,
      resolved_by: null,
      isHeldDown: false,
    } as const
    const common = { ...told(rule, reading), ...state }
    Object.assign(one, { writtenAt: clock.elapsed(), wasGood: false, returns: one.returns + Number(isBack) })
    if (isBack) {
      book.put({ ...before, ...common, occurrences: before.occurrences + occurrences }, 'firing')
      return
    }
    const { instance, model } = reading
    const begin = { id: randomUUID(), rule: rule.id, instance, model, started_at: now, occurrences }
    book.put({ ...begin, ...common, told: 'resolved' }, 'firing')
  }

  function goOn(rule: Rule, reading: Reading, alert: KnownAlert, one: Case, news: number) {
    const elapsed = clock.elapsed()
    const isBack = one.wasGood && !reading.times
    one.wasGood = false
    if (isBack) one.returns += 1
    const more = reading.times && rule.threshold === null ? news : Number(isBack)
    const last_seen_at = reading.times && news === 0 ? alert.last_seen_at : timestamp(clock.now())
    const next = { ...alert, ...told(rule, reading), last_seen_at, occurrences: alert.occurrences + more }
    const isChanged = more > 0 || next.severity !== alert.severity
    if (!isChanged && elapsed - one.writtenAt < writeMs) return
    one.writtenAt = elapsed
    book.put(next, isChanged ? 'changed' : null)
  }

  function resolve(alert: KnownAlert) {
    book.put({ ...alert, state: 'resolved', resolved_at: timestamp(clock.now()), resolved_by: null }, 'resolved')
  }

  return {
    look,
    isPending: (fingerprint) => typeof cases.get(fingerprint)?.badSince === 'number',
    pending: () => [...cases].flatMap(([fingerprint, { badSince }]) => (badSince === null ? [] : [fingerprint])),
    [Symbol.dispose]() {
      isClosed = true
      cancel()
    },
  }
}
