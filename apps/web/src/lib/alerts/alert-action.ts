import type { Alert } from '@ollama-dashboard/contracts'
import type { Operation } from '../access/operations.ts'

/** What can be done about an alert, beside its answer: a place of the dashboard, and what it is for. */
export type AlertAction = { readonly label: string; readonly needs: Operation } & (
  | { readonly to: '/models'; readonly model: string | null; readonly tab: 'settings' | 'memory' | null }
  | { readonly to: '/monitor' | '/audit' }
)

/** The context that would hold so many tokens: powers of two, as models are trained for them. */
const contextFor = (tokens: number): number => 2 ** Math.ceil(Math.log2(tokens))
const longestContext = 2 ** 20

function contextLabel({ value, threshold }: Alert): string {
  const isKnown = value !== null && threshold !== null && value > threshold && value <= longestContext
  return isKnown ? `Raise context to ${contextFor(value).toLocaleString('en')}` : 'Raise its context'
}

const ofModel: Readonly<Record<string, (alert: Alert, model: string) => AlertAction>> = {
  prompt_truncated: (alert, model) => ({
    label: contextLabel(alert),
    needs: 'settings.get',
    to: '/models',
    model,
    tab: 'settings',
  }),
  model_on_cpu: (_, model) => ({ label: 'See its memory', needs: 'models.info', to: '/models', model, tab: 'memory' }),
  operation_slow: (_, model) => ({
    label: 'See its memory',
    needs: 'models.info',
    to: '/models',
    model,
    tab: 'memory',
  }),
}

const ofHost: Readonly<Record<string, AlertAction>> = {
  disk_high: { label: 'Free disk space', needs: 'models.available', to: '/models', model: null, tab: null },
  disk_critical: { label: 'Free disk space', needs: 'models.available', to: '/models', model: null, tab: null },
}

/** Null where the dashboard has nothing that would help. */
export function actionOf(alert: Alert): AlertAction | null {
  const { rule, model } = alert
  const about = Object.hasOwn(ofModel, rule) ? ofModel[rule] : undefined
  if (about && model !== null) return about(alert, model)
  return (Object.hasOwn(ofHost, rule) ? ofHost[rule] : undefined) ?? null
}
