import type { Metric } from '../kernel/contributions.ts'
import type { KnownAlert } from './alert-table.ts'

export const firingMetric = (all: () => readonly KnownAlert[]): Metric => ({
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
