import { createAlertSignals } from './alerts/alert-signals.ts'
import type { AlertsOptions } from './alerts/alerts.ts'
import { openAlerts } from './alerts/open-alerts.ts'
import { createRecentShare, type Reads } from './alerts/recent-share.ts'
import type { Figures, LoadedFigures, ServerFigures } from './alerts/rules/alert-rule.ts'
import type { EndedExchange } from './inference/ended-exchange.ts'
import type { Instance } from './instances/instance.ts'
import type { Instances } from './instances/instances.ts'
import { isLocal } from './instances/location.ts'
import { perInstance } from './instances/per-instance.ts'
import type { HealthCheck } from './kernel/contributions.ts'
import type { KnownRunners } from './models/actions/runner-options.ts'
import type { ActivityTracker } from './models/activity/activity-tracker.ts'
import type { EndedOperation } from './operations/ended-operation.ts'
import type { Operations } from './operations/operations.ts'
import { thresholdOf } from './operations/thresholds.ts'
import type { OpenService } from './service/service.ts'
import type { WatchedHost } from './system/watched-host.ts'
import type { UpgradeGuard } from './timeline/upgrades/upgrade-guard.ts'
import { createHeldVram } from './watchdog/held-vram.ts'

export interface CoreAlertsOptions extends Omit<AlertsOptions, 'figures' | 'expectInstance'> {
  readonly instances: Instances
  readonly host: Pick<WatchedHost, 'monitor'>
  readonly service: Pick<OpenService, 'isStopped'>
  readonly runners: Pick<KnownRunners, 'loadedWith'>
  readonly activity: Pick<ActivityTracker, 'isAnswering'>
  readonly operations: Pick<Operations, 'listen'>
  readonly signals: ReturnType<typeof createAlertSignals>
  readonly checks: readonly HealthCheck[]
  readonly timeline: Pick<UpgradeGuard, 'slower'>
}

export { createAlertSignals }

/** Alerts over what is known anyway: nothing is asked for them, and they do not count as somebody who looks. */
export async function openCoreAlerts(options: CoreAlertsOptions) {
  const { instances, service, host, operations, signals, checks, timeline, clock } = options
  const shareOf = perInstance(() => createRecentShare(clock))
  const heldVram = createHeldVram()

  function figures(): Figures {
    const servers = instances.all().map((instance) => ({
      ...serverFigures(instance, options),
      isStopped: service.isStopped(instance),
      cacheHitPercent: shareOf(instance)(readsOf(instance)),
    }))
    const stats = host.monitor().collector.current().value
    const own = servers.filter(({ isLocal }) => isLocal).flatMap(({ loaded }) => loaded)
    const loaded = own.reduce((sum, { sizeVram }) => sum + (sizeVram ?? 0), 0)
    return {
      servers,
      host: stats,
      heldVram: stats?.vram ? heldVram({ loaded, used: stats.vram.used }) : null,
      findings: checks.flatMap((check) => check()),
      slower: timeline.slower(),
      signals,
    }
  }

  const stop = operations.listen((ended) => noteOperation(signals, ended))
  const alerts = await openAlerts({ ...options, figures, expectInstance: (name) => void instances.find(name) })
  return {
    ...alerts,
    async [Symbol.asyncDispose]() {
      stop()
      await alerts[Symbol.asyncDispose]()
    },
  }
}

function serverFigures(
  instance: Instance,
  { runners, activity, clock }: Pick<CoreAlertsOptions, 'runners' | 'activity' | 'clock'>,
): Omit<ServerFigures, 'cacheHitPercent' | 'isStopped'> {
  const { name, loaded, installed, version } = instance
  return {
    name,
    isLocal: isLocal(instance),
    isReachable: instance.reachable(),
    sinceSeconds: Math.max(0, clock.now() - instance.since()) / 1000,
    problem: instance.loaded.current().error?.message ?? null,
    collectors: [loaded, installed, version].map((collector) => {
      const { failures, error } = collector.current()
      return { name: collector.name, failures, problem: error?.message ?? null }
    }),
    loaded: (loaded.current().value ?? []).map(
      (model): LoadedFigures => ({
        name: model.name,
        size: model.size,
        sizeVram: model.sizeVram,
        isPlacedByHand: runners.loadedWith(instance, model)?.num_gpu !== undefined,
        expiredSeconds: model.expiresAt === null ? null : (clock.now() - Date.parse(model.expiresAt)) / 1000,
        isAnswering: activity.isAnswering(instance, model),
      }),
    ),
  }
}

/** Of the lists, and of what is known of each model. */
function readsOf({ loaded, installed, version, shown }: Instance): Reads {
  const all = [loaded.reads, installed.reads, version.reads, shown.reads]
  const sum = (part: keyof Reads) => all.reduce((total, reads) => total + reads[part], 0)
  return { hits: sum('hits'), misses: sum('misses') }
}

function noteOperation(signals: CoreAlertsOptions['signals'], ended: EndedOperation) {
  const { operation, instance, model, seconds, outcome, retries = 0 } = ended
  if (instance && !operation.startsWith('collector:')) {
    for (let retry = 0; retry < retries; retry += 1) signals.note('attempt', { instance: instance.name, failed: true })
    if (outcome !== 'cancelled') signals.note('attempt', { instance: instance.name, failed: outcome === 'failed' })
  }
  // A slow reading is an anomaly in the statistics; on a busy machine it would be an alert that nobody can act on.
  if (operation.startsWith('collector:')) return
  const thresholdSeconds = thresholdOf(operation)
  if (outcome !== 'succeeded' || thresholdSeconds === null || seconds <= thresholdSeconds) return
  signals.note('slow', { operation, instance: instance?.name ?? null, model, seconds, thresholdSeconds })
}

/** What a reply tells: how it went, and whether its prompt was cut. */
export function noteExchange(signals: CoreAlertsOptions['signals'], ended: EndedExchange) {
  const { instance, model, outcome, metrics, firstTokenSeconds } = ended
  if (outcome === null || outcome === 'cancelled') return
  const tokensPerSecond = metrics?.tokens_per_second ?? null
  signals.note('reply', { instance: instance.name, failed: outcome === 'failed', tokensPerSecond, firstTokenSeconds })
  if (metrics?.prompt_truncated !== true) return
  signals.note('cut', {
    instance: instance.name,
    model,
    promptTokens: metrics.prompt_tokens_uncut ?? null,
    contextLength: metrics.context_length,
    contextNeeded: metrics.context_needed,
  })
}
