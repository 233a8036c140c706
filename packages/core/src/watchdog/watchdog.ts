import { hash } from 'node:crypto'
import type { Alert } from '@ollama-dashboard/contracts'
import type { Alerts } from '../alerts/alerts.ts'
import type { Audit } from '../audit/audit.ts'
import type { Instances } from '../instances/instances.ts'
import type { Background } from '../kernel/background.ts'
import { type CallContext, systemContext } from '../kernel/call-context.ts'
import { type Clock, wait } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import type { Models } from '../models/models.ts'
import { unshared } from '../replicas/alone.ts'
import type { Replicas } from '../replicas/replicas.ts'
import { LinkDown, type LuaScript } from '../replicas/shared-link.ts'
import type { OpenService } from '../service/service.ts'

/** How far it may go: not at all, as far as to unload a model, or as far as to restart Ollama. */
export const watchdogPolicies = ['off', 'unload', 'restart'] as const
export type WatchdogPolicy = (typeof watchdogPolicies)[number]

export interface WatchdogOptions {
  /** Off when absent. */
  readonly watchdog?: WatchdogPolicy
  readonly alerts: Pick<Alerts, 'firing'>
  readonly models: Pick<Models, 'activity' | 'stop'>
  readonly service: Pick<OpenService, 'restart' | 'isStopped'>
  readonly instances: Pick<Instances, 'all'>
  readonly audit: Pick<Audit, 'call' | 'expectWritable'>
  readonly clock: Clock
  readonly background: Pick<Background, 'settle'>
  /** One of them does it. */
  readonly replicas?: Pick<Replicas, 'leader' | 'link'>
}

type Step = 'unload' | 'restart'

/** What helps against which alert, the least first. */
const remedies: Readonly<Record<string, readonly Step[]>> = {
  runner_stuck: ['unload', 'restart'],
  model_on_cpu: ['unload', 'restart'],
  vram_held: ['restart'],
}

const lookMs = 10_000
/** A step has this long to help before the next one follows: an alert resolves after 30 s. */
const helpsWithinMs = 60_000
/** What comes back within this time is not helped by the same once more. */
const onceInMs = 3_600_000

/** Whether nobody has taken the key before within so many milliseconds. */
const takeOnce: LuaScript = {
  name: 'take-once',
  lua: "return redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[1]) and 1 or 0",
}

/**
 * Puts right by itself what alerts tell, where that is asked for. One thing at a time, never while this dashboard waits for
 * a reply of the server, and the same step only once an hour. Each step is an entry of the audit log.
 */
export function openWatchdog(options: WatchdogOptions): AsyncDisposable {
  const { watchdog: policy = 'off', alerts, models, service, instances, clock, background } = options
  const { leader, link } = options.replicas ?? unshared
  const closing = new AbortController()
  const context: CallContext = { ...systemContext, signal: closing.signal }
  /** When a step was tried last, by what it was tried on. */
  const tried = new Map<string, number>()
  let cancel = () => {}
  let looking: Promise<void> = Promise.resolve()

  const isFiring = ({ id }: Alert) => alerts.firing(context).some((one) => one.id === id)

  function lookLater() {
    cancel = clock.after(lookMs, () => {
      looking = background.settle('watchdog', look()).then(lookLater)
    })
  }

  async function look() {
    if (!leader.isHeld()) return
    for (const alert of alerts.firing(context)) {
      for (const step of Object.hasOwn(remedies, alert.rule) ? (remedies[alert.rule] ?? []) : []) {
        if (closing.signal.aborted || !isFiring(alert)) break
        if (!(await take(step, alert))) continue
        await wait(clock, helpsWithinMs, closing.signal).catch(() => undefined)
      }
    }
  }

  /** Whether it was done. */
  async function take(step: Step, alert: Alert): Promise<boolean> {
    const instance = instances.all().find(({ name }) => name === alert.instance)
    const isAllowed = step === 'unload' || policy === 'restart'
    if (!isAllowed || !instance || instance.demo || service.isStopped(instance)) return false
    const model = step === 'unload' ? alert.model : null
    const key = JSON.stringify([step, instance.name, model])
    const before = tried.get(key)
    if (before !== undefined && clock.elapsed() - before < onceInMs) return false
    if (await isAnswering(instance.name, model)) return false
    await options.audit.expectWritable()
    if (!leader.isHeld()) return false
    tried.set(key, clock.elapsed())
    if (!(await isFirstOfAll(key)) || !leader.isHeld()) return false
    await audited(step, alert, () =>
      model === null
        ? service.restart(context, { instance: instance.name })
        : models.stop(context, { model, instance: instance.name }),
    )
    return true
  }

  /** Whether no replica that led before did it within the hour, as far as Redis knows. */
  async function isFirstOfAll(key: string): Promise<boolean> {
    try {
      return (await link.run(takeOnce, [`watchdog:${hash('sha256', key, 'base64url')}`], [onceInMs])) === 1
    } catch (error) {
      if (error instanceof LinkDown) return true
      throw error
    }
  }

  /** Whether somebody waits for a reply: of that model, or of any where all would be interrupted. */
  async function isAnswering(instance: string, model: string | null): Promise<boolean> {
    const { models: known } = await models.activity(context, { instance })
    return known.some((one) => one.requests > 0 && (model === null || one.model === model))
  }

  async function audited(step: Step, alert: Alert, work: () => Promise<unknown>): Promise<void> {
    const call = options.audit.call({
      actor: { key_id: null, name: 'watchdog', role: null, address: null, via: 'system' },
      action: step === 'unload' ? 'models.stop' : 'service.restart',
      target: step === 'unload' ? alert.model : null,
      instance: alert.instance,
      trace_id: null,
    })
    call.changed({ after: { alert: alert.rule } })
    try {
      await work()
      await call.end({ outcome: 'done', code: null, isChange: true })
    } catch (error) {
      const code = error instanceof DashboardError ? error.code : 'internal_error'
      await call.end({ outcome: 'failed', code, isChange: true })
      if (!(error instanceof DashboardError)) throw error
    }
  }

  if (policy !== 'off') lookLater()
  return {
    async [Symbol.asyncDispose]() {
      cancel()
      closing.abort(new DashboardError('shutting_down', 'The dashboard is shutting down.'))
      await looking
      cancel()
    },
  }
}
