import type { createMemoryStorage } from '@ollama-dashboard/core'

/** Keeps an alert that is over, and a mute of what it is about, both under one id. */
export async function keepAlert(
  { alerts, alertMutes }: Awaited<ReturnType<typeof createMemoryStorage>>,
  { id, model }: { readonly id: string; readonly model: string },
): Promise<void> {
  const now = new Date()
  const at = now.toISOString()
  const about = { id, rule: 'model_on_cpu', title: 'Runs on the CPU', instance: 'default', model }
  const times = { started_at: at, last_seen_at: at, resolved_at: at, resolved_by: null }
  const figures = { occurrences: 1, value: 50, threshold: 0, unit: 'percent', suggested_context: null }
  const state = {
    severity: 'warning',
    source: 'models',
    state: 'resolved',
    told: 'resolved',
    isHeldDown: false,
  } as const
  const description = `${model} is in RAM.`
  await alerts.save([{ alert: { ...about, ...times, ...figures, ...state, description } }])
  await alertMutes.put({ ...about, until: new Date(now.getTime() + 3_600_000).toISOString(), by: null, created_at: at })
}
