import type { Alert, TimelineKind } from '@ollama-dashboard/contracts'
import type { Operation } from '../access/operations.ts'

/** What can be done about an alert, beside its answer: a place of the dashboard, and what it is for. */
export type AlertAction = { readonly label: string; readonly needs: Operation } & (
  | { readonly to: '/models'; readonly model: string | null; readonly tab: 'settings' | 'memory' | null }
  | { readonly to: '/' | '/monitor' | '/audit' }
  | { readonly to: '/timeline'; readonly kinds: readonly TimelineKind[] }
)

const settingsOf = (label: string, model: string): AlertAction => ({
  label,
  needs: 'settings.get',
  to: '/models',
  model,
  tab: 'settings',
})

const memoryOf = (model: string): AlertAction => ({
  label: 'See its memory',
  needs: 'models.info',
  to: '/models',
  model,
  tab: 'memory',
})

const ofModel: Readonly<Record<string, (alert: Alert, model: string) => AlertAction>> = {
  prompt_truncated: (_, model) => settingsOf('Raise its context', model),
  model_on_cpu: (_, model) => memoryOf(model),
  runner_stuck: (_, model) => memoryOf(model),
  slow_operation: (_, model) => memoryOf(model),
}

const freeDisk: AlertAction = {
  label: 'Free disk space',
  needs: 'models.available',
  to: '/models',
  model: null,
  tab: null,
}
const seeMemory: AlertAction = { label: 'See the memory', needs: 'models.running', to: '/' }

const ofHost: Readonly<Record<string, AlertAction>> = {
  disk_high: freeDisk,
  disk_full: freeDisk,
  vram_high: seeMemory,
  vram_held: seeMemory,
  memory_high: seeMemory,
  cpu_high: { label: 'See the load', needs: 'system.statsHistory', to: '/monitor' },
  gpu_hot: { label: 'See the temperature', needs: 'system.statsHistory', to: '/monitor' },
  audit_unwritable: { label: 'See the log', needs: 'audit.list', to: '/audit' },
  slower_after_upgrade: { label: 'See what changed', needs: 'timeline.list', to: '/timeline', kinds: ['version'] },
}

/** Null where the dashboard has nothing that would help. */
export function actionOf(alert: Alert): AlertAction | null {
  const { rule, model, suggested_context } = alert
  if (model !== null && suggested_context !== null)
    return settingsOf(`Raise context to ${suggested_context.toLocaleString('en')}`, model)
  const about = Object.hasOwn(ofModel, rule) ? ofModel[rule] : undefined
  if (about && model !== null) return about(alert, model)
  return (Object.hasOwn(ofHost, rule) ? ofHost[rule] : undefined) ?? null
}
